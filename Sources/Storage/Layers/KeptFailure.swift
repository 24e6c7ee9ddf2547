import Failures
import Files
import Foundation
import Images
import JSON
import Planning

/// A layer whose build failed, kept to be looked into: `failed/RECIPE/`, with its disks and a `failed.json`.
public struct KeptFailure: Sendable, Hashable {
  /// What `failed.json` says.
  public struct Record: Codable, Sendable, Hashable {
    public var layer: LayerRecord
    /// What its disks are overlays of; nil when they stand alone.
    public var parent: LayerKey?
    public var message: String

    public init(layer: LayerRecord, parent: LayerKey? = nil, message: String) {
      self.layer = layer
      self.parent = parent
      self.message = message
    }
  }

  /// The recipe's.
  public let name: String
  public let path: String
  /// When it failed.
  let time: Date
  /// Bytes that it takes on the disk.
  public let bytes: UInt64
  public let record: Record

  public var parent: LayerKey? { record.parent }

  /// For people.
  var hint: String { "it is kept in \(path): look into it with: kiln shell \(name) --failed" }
}

/// Why a layer was not made, and where its failed build is kept.
public struct KeptError: ExplainedError, CustomStringConvertible {
  let failure: KeptFailure
  let cause: any Error

  public init(failure: KeptFailure, cause: any Error) {
    self.failure = failure
    self.cause = cause
  }

  public var description: String { "\(cause)\n\(failure.hint)" }

  public func diagnosis(knowing texts: FatalTexts) -> Diagnosis {
    var diagnosis = Diagnosis(cause, texts: texts)
    diagnosis.advice = "\(diagnosis.advice ?? diagnosis.cause.advice); \(failure.hint)"
    return diagnosis
  }
}

extension LayerStore {
  /// All that are kept, sorted by name; one whose record cannot be read is none.
  func keptFailures() -> [KeptFailure] {
    FileSystem.entries(of: failed).compactMap(keptFailure)
  }

  /// The failed build that is kept of a recipe; nil when there is none.
  public func keptFailure(of recipe: String) -> KeptFailure? {
    let path = "\(failed)/\(recipe)"
    guard let record = integrity.document(KeptFailure.Record.self, at: "\(path)/failed.json"),
      let time = FileSystem.modificationDate(of: "\(path)/failed.json")
    else { return nil }
    return KeptFailure(
      name: recipe, path: path, time: time, bytes: FileSystem.allocatedSize(of: path), record: record)
  }

  /// Moves a failed build out of `work/`, in place of an earlier one of the same recipe.
  ///
  /// Two processes may fail with the same recipe at the same time: the second waits for the few calls of the first.
  /// - Throws: also `CancellationError`.
  public func keep(_ folder: WorkFolder, _ record: KeptFailure.Record) async throws -> KeptFailure? {
    let recipe = record.layer.name.recipe
    try FileSystem.write(try prettyJSON(record), to: "\(folder.path)/failed.json")
    try FileSystem.makeFolder(failed)
    let lock = try await Lock.acquire(failureLock(of: recipe)) { _ in }
    defer { withExtendedLifetime(lock) {} }
    try FileSystem.remove("\(failed)/\(recipe)")
    try FileSystem.move(folder.path, to: "\(failed)/\(recipe)")
    return keptFailure(of: recipe)
  }

  /// Removes what was kept of a layer's failed build, now that it has succeeded.
  public func forgetFailure(of layer: LayerName) throws {
    guard let failure = keptFailure(of: layer.recipe), failure.record.layer.name == layer else { return }
    try forget(failure)
  }

  /// Removes a failed build, unless another has taken its place, or someone puts one there or removes it just now.
  func forget(_ failure: KeptFailure) throws {
    guard let lock = try Lock.attempt(failureLock(of: failure.name)) else { return }
    defer { withExtendedLifetime(lock) {} }
    guard keptFailure(of: failure.name)?.time == failure.time else { return }
    try FileSystem.remove(failure.path)
  }

  private func failureLock(of recipe: String) -> String { "\(failed)/.\(recipe).lock" }
}
