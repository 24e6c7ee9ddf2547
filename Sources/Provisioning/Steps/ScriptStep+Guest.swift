import Failures
import Guest
import Provisioners
import Recipes

extension ScriptStep: GuestStep {
  func run(in context: StepContext) async throws {
    let values = try values(
      from: context.job.context.secrets, of: context.job.appliance, place: context.place)
    try await context.run(try command(for: context.job.appliance, secrets: values))
  }

  /// The values of the secrets that it names.
  private func values(
    from all: [SecretSource: String], of appliance: Appliance, place: String
  ) throws -> [String: String] {
    var values: [String: String] = [:]
    for name in secrets {
      guard let value = appliance.secrets[name].flatMap({ all[$0] }) else {
        throw BuildError(.secretMissing, "\(place): the secret '\(name)' has no value")
      }
      values[name] = value
    }
    return values
  }

  /// The script as it is run inside an image.
  func command(for appliance: Appliance, secrets: [String: String]) throws -> GuestCommand {
    guard case .file(let digest, _) = source.content else {
      throw BuildError(.scriptFailed, "\(source.written) is no script: name a file, not a folder")
    }
    // Not as a file of the image: what is deleted there is still on its disk.
    let program = try PlannedFile(path: source.path, sha256: digest).bytes()
    let head = ProgramHead(program)
    if let problem = head.problem(on: appliance.system.architecture) {
      throw BuildError(.scriptFailed, "\(source.written):1:\(problem.column): \(problem.message)")
    }
    return GuestCommand(
      program: program, arguments: arguments, interpreter: head.interpreter,
      environment: appliance.proxyEnvironment.merging(environment) { $1 }, secrets: secrets)
  }
}
