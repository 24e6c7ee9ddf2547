import Failures
import Files
import Foundation
import Guest
import Images
import Jobs
import Machine
import Media
import Planning
import Provisioning
import Recipes
import Storage

/// Makes a root layer of a disk image that has an installed system already.
struct ImportStep: Sendable {
  let job: LayerJob
  let file: Installer.MediaFile

  func run() async throws -> LayerFacts {
    job.phase("media")
    let source = try await job.context.mediaFetcher(for: job.appliance).fetch(CheckedFile(file)).path
    job.phase("converting")
    try await convert(source)
    job.phase("looking at the system")
    try await setUp()
    return try await job.facts()
  }

  private func convert(_ source: String) async throws {
    let size = job.appliance.hardware.systemDisk.size
    let disk = job.folder.disk(StoredLayer.systemDisk)
    // A tar holds a little beside the disk.
    let unpacking = ImageUnpacking(
      folder: job.folder.path, limit: size + (64 << 20), destination: "the system disk")
    let path = try await onThread { try unpacking.image(in: source) }
    let found = try await ForeignDisk.examine(path, name: source)
    job.log.write("\(source) is \(path == source ? "" : "a wrapped ")\(found.format.name)")
    guard found.virtualSize <= size else {
      throw UnusableImage(
        name: source,
        reason: "its disk has \(found.virtualSize >> 20) MiB, the recipe's system disk \(size >> 20) MiB")
    }
    // A qcow2 has tables beside its data.
    let foreign = QemuImage(limitingFilesTo: size + size / 64 + (64 << 20))
    try await foreign.convert(path, format: found.format, to: disk)
    if found.virtualSize < size { try await QemuImage().grow(disk, to: size) }
    if path != source { try FileSystem.remove(path) }
  }

  /// Provisioning is to have the room that `hardware` says, not only the finished system after its first boot.
  private func growDisk(_ session: GuestSession) async throws {
    let growth = try await session.growDisk()
    job.log.write("\(growth)")
    if case .kept = growth { job.context.events(.notice("\(job.name): \(growth)")) }
  }

  /// Checks what system it is, and changes what the settings say.
  private func setUp() async throws {
    let session = try await GuestSession.open(
      disks: job.disks, settings: try await job.guestSettings())
    do {
      try await growDisk(session)
      let found = try await session.mountSystem()
      job.log.write(
        "found \(found.distribution) \(found.majorVersion).\(found.minorVersion) \(found.architecture)")
      if let difference = found.difference(from: job.appliance.system) {
        throw UnusableImage(name: "the image", reason: difference)
      }
      let script = job.image.answers.text(filling: [:])
      let outcome = try await session.run(GuestCommand(script)) { job.log.write($0) }
      guard outcome.isSuccess else {
        throw StepFailure(
          job.image.answers, status: outcome.status, lastLines: outcome.lastLines, log: job.log.path)
          ?? StepFailure(place: "\(job.layer.name)", step: "settings", outcome: outcome, log: job.log.path)
      }
      try await LayerEnd(job: job).clean(session)
    } catch {
      await session.abandon()
      throw error
    }
    try await LayerEnd(job: job).close(session)
  }
}

extension GuestSystem {
  /// In what it is not the system that a recipe says, in words; nil when it is.
  public func difference(from wanted: OperatingSystem) -> String? {
    if distribution != wanted.distribution {
      return "it has \(distribution), the recipe's 'os' says \(wanted.distribution)"
    }
    guard architecture == wanted.architecture else {
      return "it is for \(architecture), the recipe's 'os' says \(wanted.architecture)"
    }
    // As many parts as the recipe gives: Debian's release 13 is every 13.x.
    let parts = wanted.release.split(separator: ".").compactMap { Int($0) }
    guard zip(parts, [majorVersion, minorVersion]).allSatisfy(==) else {
      return
        "it has \(distribution) \(majorVersion).\(minorVersion), the recipe's 'os' says \(wanted.release)"
    }
    return nil
  }
}
