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

/// Makes a provisioned layer: an overlay of its parent, changed and cleaned in one session, which the next layer of the lineage may
/// go on with.
public struct ProvisionStep: Sendable {
  public let job: LayerJob
  public let steps: [Step]
  public let parent: LayerKey

  public init(job: LayerJob, steps: [Step], parent: LayerKey) {
    self.job = job
    self.steps = steps
    self.parent = parent
  }

  /// - Parameters:
  ///   - shared: the session that the parent was made in, its disks branched to this layer's; nil opens one.
  ///   - isFollowed: whether a layer may be made in the session after this one.
  /// - Returns: what was seen, and the session: the layer is complete once that is branched or closed.
  public func run(
    in shared: LineageSession?, isFollowed: Bool
  ) async throws -> (facts: LayerFacts, session: LineageSession) {
    let settings = job.context.settings
    var session = try await open(shared)
    tellInherited(session.database.inherited)
    do {
      if isFollowed, shared == nil { try await session.guest.noteKernelSettings() }
      if job.layer.upgrades { try await session.upgrade(job) }
      for step in steps { try await session.run(step, of: job) }
      try await session.checkPackages(job)
      let packages = try await finish(session)
      let facts = try await job.facts(
        mirror: job.layer.upgrades || steps.contains { $0.action.fetchesPackages }
          ? job.appliance.buildMirror?.value : nil,
        packages: packages.packages.count)
      return (facts, LineageSession(session: session))
    } catch {
      // What the guest has not written yet would be lost with it.
      if settings.keepsFailed { try? await session.guest.close() }
      await session.guest.abandon()
      throw error
    }
  }

  private func open(_ shared: LineageSession?) async throws -> StepSession {
    let needsNetwork = job.layer.upgrades || steps.contains { $0.action.needsNetwork }
    let hasNetwork = needsNetwork && !job.context.settings.isOffline
    if let session = shared?.session {
      do {
        return try await session.next(job)
      } catch {
        await session.guest.abandon()
        throw error
      }
    }
    try await makeOverlays()
    return try await StepSession.open(job.disks, for: job, hasNetwork: hasNetwork)
  }

  /// Leaves the layer as images begin with it, and nothing mounted.
  private func finish(_ session: StepSession) async throws -> StoredPackages {
    let guest = session.guest
    try await guest.restoreMirrors(mirrors: StepSession.mirrors(of: job))
    let found: GuestPackages
    if let installed = session.database.installed {
      found = installed
    } else {
      found = try await guest.packages()
    }
    let packages = StoredPackages(found)
    try packages.write(to: job.folder)
    if try await guest.lockPasswords() { job.log.write("took the hashes from locked accounts") }
    let end = LayerEnd(job: job)
    try await end.clean(guest)
    if try await guest.exists(GuestCommand.labelSettings) {
      try await session.context("SELinux labels", job).run(.relabel)
    }
    try await end.erase(guest)
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
    let archive = appliance.system.family.archive
    // First, since the archive's own address may begin its security archive's.
    let updates =
      if let snapshot = appliance.pin?.snapshot {
        archive.map {
          MirrorSubstitution(
            named: $0.securityArchive(beside: named), used: snapshot.security ?? snapshot.archive)
        }
      } else {
        archive?.separateSecurityArchive.flatMap { named in
          security.map { MirrorSubstitution(named: named, used: $0) }
        }
      }
    return [updates, MirrorSubstitution(named: named, used: used)].compactMap(\.self)
  }
}

extension StoredPackages {
  /// What a guest has installed.
  public init(_ found: GuestPackages) {
    self.init(format: found.format, packages: found.packages)
  }
}
