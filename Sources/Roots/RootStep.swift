import Guest
import Images
import Jobs
import Machine
import Planning
import Provisioning
import Recipes
import Storage

/// Makes the root layer of a chain, in the way that its distribution says.
public struct RootStep: Sendable {
  public let job: LayerJob

  public init(job: LayerJob) {
    self.job = job
  }

  public func run() async throws -> LayerFacts {
    switch job.appliance.installer {
    case .program(let program):
      let facts = try await InstallStep(job: job, program: program).run()
      try await cleanInstalled()
      return facts
    case .image(let image):
      try await makeFurtherDisks()
      return try await ImportStep(job: job, file: image.file).run()
    case .bootstrap(let bootstrap):
      try await makeFurtherDisks()
      return try await BootstrapStep(job: job, archive: bootstrap.archive).run()
    }
  }

  /// An installer leaves keys, logs and much that it deleted, which no later layer could take out of this one.
  private func cleanInstalled() async throws {
    let session = try await GuestSession.open(
      disks: job.disks, settings: try await job.guestSettings())
    do {
      try await session.mountSystem()
      try await LayerEnd(job: job).clean(session)
    } catch {
      await session.abandon()
      throw error
    }
    try await LayerEnd(job: job).close(session)
  }

  /// Blank ones: only the system disk comes with an image, or from packages.
  private func makeFurtherDisks() async throws {
    let hardware = job.appliance.hardware
    for disk in hardware.disks where disk != hardware.systemDisk {
      try await QemuImage().create(job.folder.disk(hardware.layerFile(of: disk)), size: disk.size)
    }
  }
}
