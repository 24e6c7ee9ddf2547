import Dispatch
import Foundation
import Synchronization

/// A pipe that a thread writes to while libguestfs reads from it as from a file.
final class TarPipe: Sendable {
  private let reading: Int32
  private let state: State

  private final class State: Sendable {
    /// nil while the thread writes.
    let result = Mutex<Result<Void, any Error>?>(nil)
    let ended = DispatchSemaphore(value: 0)
  }

  init(_ write: @escaping @Sendable (Int32) throws -> Void) throws(GuestError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw .call(name: "pipe", subject: "", reason: String(cString: strerror(errno)))
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    reading = ends[0]
    let state = State()
    self.state = state
    let writing = ends[1]
    Thread.detachNewThread {
      blockSIGPIPE()
      let result = Result { try write(writing) }
      state.result.withLock { $0 = result }
      close(writing)
      state.ended.signal()
    }
  }

  /// What libguestfs is to open.
  var path: String { "/dev/fd/\(reading)" }

  /// Waits until the thread has ended, which a pipe that nobody reads makes it do. Call it once.
  /// - Throws: what the thread did, unless it failed only because nobody read on.
  func finish() throws {
    let result = state.result.withLock { $0 }
    close(reading)
    state.ended.wait()
    try result?.get()
  }
}

/// A pipe without a reader is then an error of the write, and does not end the program.
private func blockSIGPIPE() {
  var signals = sigset_t()
  sigemptyset(&signals)
  sigaddset(&signals, SIGPIPE)
  pthread_sigmask(SIG_BLOCK, &signals, nil)
}
