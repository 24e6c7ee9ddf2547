import Foundation
import Planning
import Synchronization

/// A lock on a layer that is there (flock(2) on its `layer.json`): shared by all that use it, exclusive for who frees it.
///
/// The kernel lets go of it with its process; nothing is left behind.
final class LayerLock: Sendable {
  enum Kind {
    case shared, exclusive
  }

  enum Attempt {
    case held(LayerLock)
    /// Others hold it in a way that excludes this one.
    case busy
    case absent
  }

  private let descriptor: Int32

  private init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  static func attempt(_ path: String, _ kind: Kind) throws -> Attempt {
    // Over NFS, an exclusive lock wants a descriptor that may write; flock(2).
    let descriptor = open(path, (kind == .shared ? O_RDONLY : O_RDWR) | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return .absent }
      throw FactoryError.file("cannot open \(path)", reason: String(cString: strerror(errno)))
    }
    let lock = LayerLock(descriptor: descriptor)
    guard flock(descriptor, (kind == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0 else {
      if errno == EWOULDBLOCK { return .busy }
      throw FactoryError.file("cannot lock \(path)", reason: String(cString: strerror(errno)))
    }
    // It may have been moved away between the two calls.
    return lock.isStill(path) ? .held(lock) : .absent
  }

  /// Sets the time of last use to now; that of another user's file, which may only be read, stays.
  func noteUse() { futimens(descriptor, nil) }

  fileprivate func isStill(_ path: String) -> Bool { FileSystem.isOpen(path, as: descriptor) }
}

/// The layers that this process uses: each stays until the last copy of its ``Store`` is gone.
final class LayerUses: Sendable {
  private let locks = Mutex<[LayerKey: LayerLock]>([:])

  func keep(_ lock: LayerLock, of key: LayerKey) { locks.withLock { $0[key] = lock } }

  func has(_ key: LayerKey) -> Bool { locks.withLock { $0[key] != nil } }

  /// Whether what is used is still what is there: nobody may remove it, but somebody has the rights to.
  func isCurrent(_ key: LayerKey, at path: String) -> Bool {
    locks.withLock { $0[key].map { $0.isStill(path) } ?? true }
  }
}

extension Store {
  /// What a layer is described in, and locked by; its modification time is when the layer was last used.
  func record(of key: LayerKey) -> String { "\(layers)/\(key.hex)/layer.json" }

  /// Takes a layer into use, so that nobody frees it as long as this store is used here, and notes the time.
  ///
  /// - Returns: false when there is no such layer.
  @discardableResult
  func use(_ key: LayerKey) async throws -> Bool {
    if uses.has(key) { return true }
    while true {
      switch try LayerLock.attempt(record(of: key), .shared) {
      case .held(let lock):
        lock.noteUse()
        uses.keep(lock, of: key)
        return true
      case .absent:
        return false
      // Whoever looks whether it can be freed is done in a moment.
      case .busy:
        try await Task.sleep(for: .milliseconds(20))
      }
    }
  }
}
