import Foundation
import Guest
import Machine
import Planning
import Recipes

/// Makes a provisioned layer: an overlay of its parent, changed and cleaned in one session.
struct ProvisionStep: Sendable {
  let store: Store
  let options: BuildOptions
  let host: BuildHost
  let events: EventSink

  func run(
    _ steps: [Step], on parent: LayerKey, of layer: PlannedLayer, for image: PlannedImage,
    in folder: WorkFolder, log: LayerLog
  ) async throws -> LayerFacts {
    let accelerator = try await host.accelerator()
    let disks = try await overlays(of: image.appliance.hardware, on: parent, in: folder)
    events(.phase(layer.name, "libguestfs"))
    let settings = GuestSettings(
      forcesTCG: accelerator == .tcg,
      hasNetwork: !options.isOffline && steps.contains(where: \.needsNetwork))
    let session = try await GuestSession.open(disks: disks, settings: settings)
    try await session.mountSystem()
    let mirrors = MirrorSubstitution.all(for: image.appliance, security: options.securityMirror)
    try await session.openWorkshop(mirrors: mirrors)
    do {
      for step in steps {
        events(.phase(layer.name, step.title))
        log.write("== \(step.title)")
        try await run(step, for: image.appliance, in: session, log: log)
      }
    } catch {
      // What the guest has not written yet would be lost with it.
      if options.keepsFailed { try? await session.close() }
      throw error
    }
    try await session.closeWorkshop(mirrors: mirrors)
    events(.phase(layer.name, "cleaning"))
    let packages = try await session.packageCount()
    log.write("== cleaned: \(try await session.clean().joined(separator: ", "))")
    try await session.close()
    return LayerFacts(
      built: Date.now.ISO8601Format(), seconds: 0, tools: try await host.tools(),
      accelerator: accelerator.rawValue,
      mirror: steps.contains(where: \.isPackages) ? image.appliance.buildMirror?.value : nil,
      packages: packages)
  }

  /// One for each disk, in the order of the machine's.
  private func overlays(of hardware: Hardware, on parent: LayerKey, in folder: WorkFolder) async throws
    -> [GuestDisk]
  {
    var disks: [GuestDisk] = []
    for file in hardware.disks.map(hardware.layerFile) {
      try await QemuImage().createOverlay(
        folder.disk(file), backing: store.relativeDisk(file, of: parent))
      disks.append(GuestDisk(path: folder.disk(file), format: .qcow2))
    }
    return disks
  }

  private func run(_ step: Step, for appliance: Appliance, in session: GuestSession, log: LayerLog)
    async throws
  {
    switch step {
    case .packages(let names):
      let command = GuestCommand.install(names.map(\.value), environment: appliance.proxyEnvironment)
      try await run(command, as: step, in: session, log: log)
    case .file(let file):
      try await FileCopy(session: session).run(file)
    case .script(let script):
      let command = try ScriptCommand(script, appliance: appliance, secrets: options.secrets)
      try await session.copy(file: command.file, to: ScriptCommand.path, mode: 0o700, owner: "root")
      try await run(command.command, as: step, in: session, log: log)
      try await session.remove(ScriptCommand.path)
    }
  }

  private func run(_ command: GuestCommand, as step: Step, in session: GuestSession, log: LayerLog)
    async throws
  {
    let outcome = try await session.run(command) { log.write($0) }
    guard !outcome.isSuccess else { return }
    throw FactoryError.step(
      StepFailure(
        place: step.location?.description ?? "?", step: step.title, outcome: outcome.description,
        lastLines: outcome.lastLines, log: log.path))
  }
}
