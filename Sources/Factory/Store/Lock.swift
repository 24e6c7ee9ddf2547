import Foundation

/// An advisory lock on a file: one holder on all machines that share the store; gone when its process is.
final class Lock: Sendable {
  private let path: String
  private let descriptor: Int32

  private init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  /// The lock, or nil while another process, or another task of this one, holds it.
  static func attempt(_ path: String) throws -> Lock? {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw FactoryError.file("cannot open the lock \(path)", reason: String(cString: strerror(errno)))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, FileSystem.isOpen(path, as: descriptor) else {
      close(descriptor)
      return nil
    }
    let holder = Array(LockHolder.current.line.utf8)
    ftruncate(descriptor, 0)
    _ = pwrite(descriptor, holder, holder.count, 0)
    return Lock(path: path, descriptor: descriptor)
  }

  /// Waits for the lock; `onWait` is told once who has it.
  static func acquire(_ path: String, onWait: (_ holder: String) -> Void) async throws -> Lock {
    var told = false
    while true {
      if let lock = try attempt(path) { return lock }
      if !told { onWait(holder(of: path)) }
      told = true
      try await Task.sleep(for: .milliseconds(200))
    }
  }

  /// Removes the file before letting go, so that locks leave nothing behind.
  deinit {
    unlink(path)
    close(descriptor)
  }

  /// Who holds the lock, for people.
  static func holder(of path: String) -> String {
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    return LockHolder(text)?.description ?? "another process"
  }
}
