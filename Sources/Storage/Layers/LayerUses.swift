import Failures
import Files
import Foundation
import Images
import Planning
import Synchronization

/// The layers that this process uses: each stays until the last copy of its ``Store`` is gone.
final class LayerUses: Sendable {
  private let locks = Mutex<[LayerKey: FileLock]>([:])

  func keep(_ lock: FileLock, of key: LayerKey) { locks.withLock { $0[key] = lock } }

  func has(_ key: LayerKey) -> Bool { locks.withLock { $0[key] != nil } }

  /// Whether what is used is still what is there: nobody may remove it, but somebody has the rights to.
  func isCurrent(_ key: LayerKey, at path: String) -> Bool {
    locks.withLock { $0[key].map { $0.isStill(path) } ?? true }
  }
}

extension Store {
  /// What a layer is described in, and locked by; its modification time is when the layer was last used.
  public func record(of key: LayerKey) -> String { "\(layers)/\(key.hex)/layer.json" }

  /// Takes a layer into use, so that nobody frees it as long as this store is used here, and notes the time.
  ///
  /// It is held against what it was when it was published, once for each process; one that is damaged is set aside.
  /// - Returns: false when there is no such layer, or none any more.
  @discardableResult
  public func use(_ key: LayerKey) async throws -> Bool {
    if uses.has(key) { return true }
    while let seen = identity(of: key) {
      let lock = try await lock(key)
      let fault = try await fault(of: key, isLocked: lock != nil)
      guard let fault else {
        if let lock { keep(lock, of: key) }
        return true
      }
      if try setAside(key, ifStill: seen, because: fault) { return false }
    }
    return false
  }

  private func fault(of key: LayerKey, isLocked: Bool) async throws -> String? {
    guard isLocked else { return "\(record(of: key)) is missing, or no plain file" }
    let check = LayerCheck(store: withoutUses)
    return try await onThread { check.fault(of: key) }
  }

  /// The same folder with nothing in use: for work on threads, which may hold it for a moment longer than their caller.
  var withoutUses: Store { Store(root: root, sharedGroup: sharedGroup) }

  /// Takes a layer into use that this process has just published.
  func useAsPublished(_ key: LayerKey) async throws {
    if let lock = try await lock(key) { keep(lock, of: key) }
  }

  private func keep(_ lock: FileLock, of key: LayerKey) {
    lock.noteUse()
    uses.keep(lock, of: key)
  }

  private func lock(_ key: LayerKey) async throws -> FileLock? {
    while true {
      switch try FileLock.attempt(record(of: key), .shared) {
      case .held(let lock): return lock
      case .absent: return nil
      // Whoever looks whether it can be freed is done in a moment.
      case .busy: try await Task.sleep(for: .milliseconds(20))
      }
    }
  }
}
