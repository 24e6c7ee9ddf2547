import Failures
import Files
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
    let flags = (kind == .shared ? O_RDONLY : O_RDWR) | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
    let descriptor = open(path, flags)
    guard descriptor >= 0 else {
      // A record that is a link, a folder or a FIFO is none.
      if [ENOENT, ENOTDIR, ELOOP, EISDIR, ENXIO].contains(errno) { return .absent }
      throw FileError.system("cannot open \(path)", path)
    }
    let lock = LayerLock(descriptor: descriptor)
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return .absent }
    guard flock(descriptor, (kind == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0 else {
      if errno == EWOULDBLOCK { return .busy }
      throw BuildError.file("cannot lock \(path)", reason: String(cString: strerror(errno)))
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

  private func keep(_ lock: LayerLock, of key: LayerKey) {
    lock.noteUse()
    uses.keep(lock, of: key)
  }

  private func lock(_ key: LayerKey) async throws -> LayerLock? {
    while true {
      switch try LayerLock.attempt(record(of: key), .shared) {
      case .held(let lock): return lock
      case .absent: return nil
      // Whoever looks whether it can be freed is done in a moment.
      case .busy: try await Task.sleep(for: .milliseconds(20))
      }
    }
  }
}
