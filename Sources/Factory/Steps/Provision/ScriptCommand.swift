import Guest
import Recipes

/// A recipe's script as it is run inside an image.
struct ScriptCommand {
  /// Where the script lies while it runs; removed afterwards, and with all temporary files when an image is cleaned.
  static let path = "/tmp/kiln-script"

  let command: GuestCommand
  /// On the host.
  let file: String

  /// - Parameter secrets: the values of all secrets.
  init(_ script: ScriptStep, appliance: Appliance, secrets: [SecretSource: String]) throws {
    var values: [String: String] = [:]
    for name in script.secrets {
      guard let value = appliance.secrets[name].flatMap({ secrets[$0] }) else {
        throw FactoryError.secret("\(script.location): the secret '\(name)' has no value")
      }
      values[name] = value
    }
    guard case .file(let digest, _) = script.source.content else {
      throw FactoryError.file("\(script.source.path) is no script", reason: "name a file, not a folder")
    }
    file = try PlannedFile(path: script.source.path, sha256: digest).unchanged()
    let words = [Self.path] + script.arguments
    command = GuestCommand(
      words.map(shellQuoted).joined(separator: " "),
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
