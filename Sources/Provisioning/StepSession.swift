import Guest
import Jobs
import Planning
import Recipes

/// A guest in which a layer's steps are carried out: its disks opened, its system mounted, packages from the build's archives.
struct StepSession: Sendable {
  let guest: GuestSession
  let hasNetwork: Bool
  /// What of packages was found last: before any step, or after all of them.
  private(set) var database: PackageDatabaseCheck

  /// Starts an appliance over disks, and makes it ready for a layer's steps.
  static func open(_ disks: [GuestDisk], for job: LayerJob, hasNetwork: Bool) async throws -> StepSession {
    job.phase("libguestfs")
    let settings = try await job.guestSettings(hasNetwork: hasNetwork)
    let guest = try await GuestSession.open(disks: disks, settings: settings)
    do {
      try await guest.mountSystem()
      let session = StepSession(
        guest: guest, hasNetwork: hasNetwork, database: try await PackageDatabaseCheck(guest))
      try await session.useBuildMirrors(for: job)
      return session
    } catch {
      await guest.abandon()
      throw error
    }
  }

  /// Goes on with the next layer of a lineage, once the disks are branched.
  func next(_ job: LayerJob) async throws -> StepSession {
    job.phase("libguestfs, shared with its parent")
    try await guest.begin()
    try await useBuildMirrors(for: job)
    return self
  }

  private func useBuildMirrors(for job: LayerJob) async throws {
    let suites = hasNetwork ? try await job.missingSuites() : []
    try await guest.useBuildMirrors(mirrors: Self.mirrors(of: job), without: suites)
  }

  static func mirrors(of job: LayerJob) -> [MirrorSubstitution] {
    MirrorSubstitution.all(for: job.appliance, security: job.context.settings.securityMirror)
  }

  /// Carries out a step of the layer.
  func run(_ step: Step, of job: LayerJob) async throws {
    try await context(step.action.title, place: "\(step.origin)", job).run(step)
  }

  /// What a layer is refreshed for, and the first on an installer that takes no updates in.
  func upgrade(_ job: LayerJob) async throws {
    let context = context("upgrade of all packages", job)
    context.announce()
    try await context.run(.upgrade(environment: job.appliance.proxyEnvironment))
  }

  /// - Throws: `BuildError` where the steps leave packages that are not in order.
  mutating func checkPackages(_ job: LayerJob) async throws {
    database = try await database.check(guest, layer: "\(job.layer.name)", log: job.log.path)
  }

  /// - Parameter place: who asks for it; nil where no recipe does.
  func context(_ title: String, place: String? = nil, _ job: LayerJob) -> StepContext {
    StepContext(job: job, session: guest, title: title, place: place ?? "\(job.layer.name)")
  }
}
