import AnswerFiles
import Failures
import Guest
import Provisioners
import Recipes

extension Step {
  /// The packages that settings need and a system lacks: they are installed when the step comes.
  ///
  /// - Parameter installed: the names of its packages.
  public func packages(missingBeside installed: Set<String>, in system: OperatingSystem) -> [String] {
    (action as? SettingsStep)?.settings.missingPackages(
      beside: installed, isDebian: system.family.archive != nil) ?? []
  }
}

extension SettingsStep: GuestStep {
  func run(in context: StepContext) async throws {
    let appliance = context.job.appliance
    let installed = Set(try await context.session.packages().packages.map(\.name))
    let missing = settings.missingPackages(
      beside: installed, isDebian: appliance.system.family.archive != nil)
    if !missing.isEmpty {
      context.job.log.write("installing what the settings need: \(missing.joined(separator: " "))")
      try await context.run(.install(missing, environment: appliance.proxyEnvironment))
    }
    try await context.run(settings.script)
  }
}

extension StepContext {
  /// Runs a script of Kiln's own; where it fails, the setting that it could not make is named.
  fileprivate func run(_ script: AnswerFile) async throws {
    do {
      try await run(GuestCommand(script.text(filling: [:])))
    } catch let failure as StepFailure {
      throw StepFailure(script, status: failure.status, lastLines: failure.lastLines, log: failure.log)
        ?? failure
    }
  }
}
