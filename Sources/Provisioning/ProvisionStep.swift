import Failures
import Foundation
import Guest
import Images
import Jobs
import Machine
import Planning
import Recipes
import Storage

/// Makes a provisioned layer: an overlay of its parent, changed and cleaned in one session.
public struct ProvisionStep: Sendable {
  public let job: LayerJob
  public let steps: [Step]
  public let parent: LayerKey

  public init(job: LayerJob, steps: [Step], parent: LayerKey) {
    self.job = job
    self.steps = steps
    self.parent = parent
  }

  public func run() async throws -> LayerFacts {
    try await makeOverlays()
    job.phase("libguestfs")
    let jobSettings = job.context.settings
    let hasNetwork = !jobSettings.isOffline && (job.layer.upgrades || steps.contains(where: \.needsNetwork))
    let settings = try await job.context.guestSettings(hasNetwork: hasNetwork)
    let session = try await GuestSession.open(disks: job.disks, settings: settings)
    try await session.mountSystem()
    let mirrors = MirrorSubstitution.all(for: job.appliance, security: jobSettings.securityMirror)
    try await session.useBuildMirrors(
      mirrors: mirrors, without: hasNetwork ? try await job.missingSuites() : [])
    let database = try await PackageDatabaseCheck(session)
    tellInherited(database.inherited)
    do {
      if job.layer.upgrades { try await upgrade(session) }
      for step in steps {
        job.phase(step.title)
        job.log.write("== \(step.title)")
        try await run(step, in: session)
      }
      try await database.check(session, layer: "\(job.layer.name)", log: job.log.path)
    } catch {
      // What the guest has not written yet would be lost with it.
      if jobSettings.keepsFailed { try? await session.close() }
      throw error
    }
    try await session.restoreMirrors(mirrors: mirrors)
    let packages = StoredPackages(try await session.packages())
    try packages.write(to: job.folder)
    if try await session.lockPasswords() { job.log.write("took the hashes from locked accounts") }
    let end = LayerEnd(job: job)
    try await end.clean(session)
    if try await session.exists(GuestCommand.labelSettings) {
      try await run(.relabel, title: "SELinux labels", place: "\(job.layer.name)", in: session)
    }
    try await end.close(session)
    return try await job.facts(
      mirror: job.layer.upgrades || steps.contains(where: \.isPackages)
        ? job.appliance.buildMirror?.value : nil,
      packages: packages.packages.count)
  }

  /// One for each disk.
  private func makeOverlays() async throws {
    let hardware = job.appliance.hardware
    for file in hardware.disks.map(hardware.layerFile) {
      try await QemuImage().createOverlay(
        job.folder.disk(file), backing: job.context.store.relativeDisk(file, of: parent))
    }
  }

  /// What this layer has from its parent, it is not blamed for.
  private func tellInherited(_ faults: [String]) {
    guard !faults.isEmpty else { return }
    let message =
      "\(job.layer.name): packages of its parent are not in order: \(faults.joined(separator: "; "))"
    job.log.write(message)
    job.context.events(.notice(message))
  }

  /// What a layer is refreshed for, and the first on an installer that takes no updates in.
  private func upgrade(_ session: GuestSession) async throws {
    let title = "upgrade of all packages"
    job.phase(title)
    job.log.write("== \(title)")
    try await run(
      .upgrade(environment: job.appliance.proxyEnvironment), title: title, place: "\(job.layer.name)",
      in: session)
  }

  private func run(_ step: Step, in session: GuestSession) async throws {
    let place = step.location?.description ?? "?"
    switch step {
    case .packages(let names):
      let command = GuestCommand.install(names.map(\.value), environment: job.appliance.proxyEnvironment)
      try await run(command, title: step.title, place: place, in: session)
    case .file(let file):
      for loss in TreeTar(file).losses {
        job.log.write(loss)
        job.context.events(.notice("\(place): \(loss)"))
      }
      try await FileCopy(session: session).run(file)
    case .script(let script):
      let command = try ScriptCommand(script, appliance: job.appliance, secrets: job.context.secrets)
      try await run(command.command, title: step.title, place: place, in: session)
    }
  }

  private func run(
    _ command: GuestCommand, title: String, place: String, in session: GuestSession
  ) async throws {
    let scale = try await job.context.host.accelerator().timeScale
    var command = command
    command.name = title
    command.limit = job.context.settings.scriptLimit * scale
    let outcome = try await session.run(command) { job.log.write($0) }
    guard !outcome.isSuccess else { return }
    throw StepFailure(place: place, step: title, outcome: outcome, log: job.log.path)
  }
}
