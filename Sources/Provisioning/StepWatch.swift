import Guest
import Images
import Jobs
import Machine
import Planning
import Recipes
import Storage

/// Finds out which of a layer's steps write to some paths: they are carried out once more over the layer's parent, and what comes of
/// that is thrown away.
public struct StepWatch: Sendable {
  /// What writes to a path.
  public struct Writer: Hashable, Sendable {
    /// Such as `script date.sh`.
    public var title: String
    /// `file:line:column`; nil for what no recipe asks for.
    public var place: String?
  }

  public let job: LayerJob
  public let parent: LayerKey

  public init(job: LayerJob, parent: LayerKey) {
    self.job = job
    self.parent = parent
  }

  /// - Parameter paths: absolute, in the image.
  /// - Returns: the last that wrote to each; those that no step writes to are left out.
  /// - Throws: `StepFailure`, `BuildError`, `GuestError`.
  public func run(watching paths: [String]) async throws -> [String: Writer] {
    let session = try await open()
    do {
      var watch = Watch(paths: paths, marks: try await session.guest.marks(of: paths))
      if job.layer.upgrades {
        try await session.upgrade(job)
        watch.note(try await session.guest.marks(of: paths), of: Writer(title: "upgrade of all packages"))
      }
      for step in job.layer.steps {
        try await session.run(step, of: job)
        watch.note(
          try await session.guest.marks(of: paths),
          of: Writer(title: step.action.title, place: "\(step.origin)"))
      }
      await session.guest.abandon()
      return watch.writers
    } catch {
      await session.guest.abandon()
      throw error
    }
  }

  private func open() async throws -> StepSession {
    let hardware = job.appliance.hardware
    for file in hardware.disks.map(hardware.layerFile) {
      try await QemuImage().createOverlay(
        job.folder.disk(file), backing: job.context.store.layers.disk(file, of: parent))
    }
    return try await StepSession.open(job.disks, for: job, hasNetwork: !job.context.settings.isOffline)
  }

  private struct Watch {
    let paths: [String]
    var marks: [String: String]
    var writers: [String: Writer] = [:]

    mutating func note(_ new: [String: String], of writer: Writer) {
      for path in paths where new[path] != marks[path] { writers[path] = writer }
      marks = new
    }
  }
}
