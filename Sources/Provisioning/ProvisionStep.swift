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
    let settings = job.context.settings
    let hasNetwork = !settings.isOffline && (job.layer.upgrades || steps.contains { $0.action.needsNetwork })
    let session = try await StepSession.open(job.disks, for: job, hasNetwork: hasNetwork)
    tellInherited(session.database.inherited)
    do {
      if job.layer.upgrades { try await session.upgrade(job) }
      for step in steps { try await session.run(step, of: job) }
      try await session.checkPackages(job)
    } catch {
      // What the guest has not written yet would be lost with it.
      if settings.keepsFailed { try? await session.guest.close() }
      throw error
    }
    let packages = try await finish(session)
    return try await job.facts(
      mirror: job.layer.upgrades || steps.contains { $0.action.fetchesPackages }
        ? job.appliance.buildMirror?.value : nil,
      packages: packages.packages.count)
  }

  /// Leaves the layer as images begin with it, and ends the session.
  private func finish(_ session: StepSession) async throws -> StoredPackages {
    let guest = session.guest
    try await guest.restoreMirrors(mirrors: StepSession.mirrors(of: job))
    let packages = StoredPackages(try await guest.packages())
    try packages.write(to: job.folder)
    if try await guest.lockPasswords() { job.log.write("took the hashes from locked accounts") }
    let end = LayerEnd(job: job)
    try await end.clean(guest)
    if try await guest.exists(GuestCommand.labelSettings) {
      try await session.context("SELinux labels", job).run(.relabel)
    }
    try await end.close(guest)
    return packages
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
