import Failures
import Guest
import Jobs
import Recipes

/// A kind of provisioner that can be carried out in a guest: every one of them, each in a file beside this one.
protocol GuestStep: ProvisionerKind {
  /// - Throws: `StepFailure`, `BuildError` or `GuestError`.
  func run(in context: StepContext) async throws
}

/// Where a step is carried out, and what it is called while it is.
struct StepContext: Sendable {
  let job: LayerJob
  let session: GuestSession
  let title: String
  /// `file:line:column` of the step, or whatever else asks for it.
  let place: String

  /// Tells of the step, and carries it out.
  func run(_ step: Step) async throws {
    guard let action = step.action as? any GuestStep else {
      preconditionFailure(
        "a step of the kind '\(type(of: step.action).name)' cannot be carried out in a guest")
    }
    announce()
    try await action.run(in: self)
  }

  func announce() {
    job.phase(title)
    job.log.write("== \(title)")
  }

  /// Runs a command with the time that one step may take.
  ///
  /// - Throws: `StepFailure` where it ends with another status than 0.
  func run(_ command: GuestCommand) async throws {
    let scale = try await job.context.host.accelerator().timeScale
    var command = command
    command.name = title
    command.limit = job.context.settings.scriptLimit * scale
    let outcome = try await session.run(command) { job.log.write($0) }
    guard !outcome.isSuccess else { return }
    throw StepFailure(place: place, step: title, outcome: outcome, log: job.log.path)
  }
}

extension Appliance {
  /// What makes programs use the site's proxy.
  var proxyEnvironment: [String: String] {
    guard let proxy = install.proxy?.value.text else { return [:] }
    return ["http_proxy": proxy, "https_proxy": proxy]
  }
}

extension StepFailure {
  public init(place: String, step: String, outcome: CommandResult, log: String) {
    self.init(
      place: place, step: step, outcome: outcome.description, status: outcome.status,
      lastLines: outcome.lastLines, log: log)
  }
}
