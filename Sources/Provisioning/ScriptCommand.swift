import Failures
import Guest
import Recipes

/// A recipe's script as it is run inside an image.
struct ScriptCommand {
  let command: GuestCommand

  /// - Parameter secrets: the values of all secrets.
  init(_ script: ScriptStep, appliance: Appliance, secrets: [SecretSource: String]) throws {
    var values: [String: String] = [:]
    for name in script.secrets {
      guard let value = appliance.secrets[name].flatMap({ secrets[$0] }) else {
        throw BuildError(.secretMissing, "\(script.location): the secret '\(name)' has no value")
      }
      values[name] = value
    }
    guard case .file(let digest, _) = script.source.content else {
      throw BuildError.file("\(script.source.path) is no script", reason: "name a file, not a folder")
    }
    // Not as a file of the image: what is deleted there is still on its disk.
    let program = try PlannedFile(path: script.source.path, sha256: digest).bytes()
    let head = ProgramHead(program)
    if let problem = head.problem(on: appliance.system.architecture) {
      throw BuildError(.scriptFailed, "\(script.source.path):1:\(problem.column): \(problem.message)")
    }
    command = GuestCommand(
      program: program, arguments: script.arguments, interpreter: head.interpreter,
      environment: appliance.proxyEnvironment.merging(script.environment) { $1 }, secrets: values)
  }
}

extension Appliance {
  /// What makes programs use the site's proxy.
  var proxyEnvironment: [String: String] {
    guard let proxy = install.proxy?.value else { return [:] }
    return ["http_proxy": proxy, "https_proxy": proxy]
  }
}
