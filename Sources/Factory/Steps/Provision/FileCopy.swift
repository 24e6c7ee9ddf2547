import Guest
import Recipes

/// Copies a file, or a folder with all in it, into an image.
struct FileCopy {
  let session: GuestSession

  func run(_ step: FileStep) async throws {
    let owner = step.owner ?? "root:root"
    switch step.source.content {
    case .file(let digest, let mode):
      let file = try PlannedFile(path: step.source.path, sha256: digest).unchanged()
      try await session.copy(
        file: file, to: step.destination, mode: step.mode ?? mode, owner: owner)
    case .folder(let mode, let entries):
      try await session.makeFolder(step.destination, mode: step.mode ?? mode, owner: owner)
      for entry in entries { try await copy(entry, of: step, owner: owner) }
    }
  }

  private func copy(_ entry: Source.Entry, of step: FileStep, owner: String) async throws {
    let destination = "\(step.destination)/\(entry.path)"
    switch entry.kind {
    case .file(let digest, let mode):
      let file = try PlannedFile(path: "\(step.source.path)/\(entry.path)", sha256: digest).unchanged()
      try await session.copy(
        file: file, to: destination, mode: mode, owner: owner)
    case .folder(let mode): try await session.makeFolder(destination, mode: mode, owner: owner)
    case .link(let target): try await session.makeLink(destination, to: target)
    }
  }
}
