import Guest
import Jobs
import Recipes

/// How every session over a layer's disks ends: nothing of one machine or of this build stays, nor anything deleted.
public struct LayerEnd: Sendable {
  public let job: LayerJob

  public init(job: LayerJob) {
    self.job = job
  }

  /// Resets what belongs to one machine or one build; says what is kept and what could not be reset.
  public func clean(_ session: GuestSession) async throws {
    job.phase("cleaning")
    let placed = job.appliance.placedPaths(through: job.layer.name.recipe)
    let isRoot = job.layer.name.isInstall
    let cleaning = try await session.clean(keeping: isRoot ? [] : placed, changedOnly: !isRoot)
    job.log.write("== cleaned: \(cleaning.reset.joined(separator: ", "))")
    if !cleaning.kept.isEmpty {
      job.log.write("kept what recipes placed: \(cleaning.kept.joined(separator: ", "))")
    }
    let keys = try await session.privateKeys(changedOnly: !isRoot, besides: placed)
    let warning = "private keys that no recipe placed, alike in every machine: "
    for text in cleaning.warnings + (keys.isEmpty ? [] : [warning + keys.joined(separator: ", ")]) {
      job.log.write("warning: \(text)")
      job.context.events(.notice("\(job.layer.name): \(text)"))
    }
  }

  /// Settles the times of files, and erases what was deleted; nothing is mounted any more.
  public func erase(_ session: GuestSession) async throws {
    for line in try await session.settleTimes() { job.log.write("its time stays: \(line)") }
    job.phase("erasing")
    for line in try await session.erase() { job.log.write(line) }
  }

  /// Erases what was deleted and ends the session.
  public func close(_ session: GuestSession) async throws {
    try await erase(session)
    try await session.close()
  }
}

extension Appliance {
  /// What the recipes of a chain place in an image, from the root to one of them; a folder's path ends in a slash.
  func placedPaths(through recipe: String) -> [String] {
    // A recipe may derive from a release of its own.
    let end = chain.lastIndex { $0.recipe == recipe } ?? chain.count - 1
    return chain[...end].flatMap(\.steps).flatMap { $0.action.placedPaths }
  }
}
