import Failures
import Foundation
import Guest
import Images
import Jobs
import Machine
import Media
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
    let hasNetwork =
      !jobSettings.isOffline && (job.layer.upgrades || steps.contains { $0.action.needsNetwork })
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
        try await context(step.action.title, place: "\(step.origin)", session).run(step)
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
      try await context("SELinux labels", session).run(.relabel)
    }
    try await end.close(session)
    return try await job.facts(
      mirror: job.layer.upgrades || steps.contains { $0.action.fetchesPackages }
        ? job.appliance.buildMirror?.value : nil,
      packages: packages.packages.count)
  }

  /// One for each disk.
  private func makeOverlays() async throws {
    let hardware = job.appliance.hardware
    for file in hardware.disks.map(hardware.layerFile) {
      try await QemuImage().createOverlay(
        job.folder.disk(file), backing: job.context.store.layers.relativeDisk(file, of: parent))
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
    let context = context("upgrade of all packages", session)
    context.announce()
    try await context.run(.upgrade(environment: job.appliance.proxyEnvironment))
  }

  /// - Parameter place: who asks for it; nil where no recipe does.
  private func context(_ title: String, place: String? = nil, _ session: GuestSession) -> StepContext {
    StepContext(job: job, session: session, title: title, place: place ?? "\(job.layer.name)")
  }
}

extension MirrorSubstitution {
  /// The archives that an image names and the build fetches from elsewhere.
  ///
  /// - Parameter security: where a build fetches security updates that have an archive of their own; nil: where the image does.
  public static func all(for appliance: Appliance, security: String?) -> [MirrorSubstitution] {
    guard let used = appliance.buildMirror?.value, let named = appliance.namedMirror?.value.text,
      used != named
    else {
      return []
    }
    // First, since the archive's own address may begin its security archive's.
    let separate = appliance.system.family.archive?.separateSecurityArchive
    let updates = separate.flatMap { named in security.map { MirrorSubstitution(named: named, used: $0) } }
    return [updates, MirrorSubstitution(named: named, used: used)].compactMap(\.self)
  }
}

extension StoredPackages {
  /// What a guest has installed.
  public init(_ found: GuestPackages) {
    self.init(format: found.format, packages: found.packages)
  }
}
