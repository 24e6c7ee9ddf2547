internal import Foundation
private import Synchronization

/// Runs a blocking body on a thread of its own, on which no signal handler runs and a broken pipe is only an error.
func detachThread(_ name: String, _ body: @escaping @Sendable () -> Void) {
  let thread = Thread {
    var signals = sigset_t()
    sigfillset(&signals)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    body()
  }
  thread.name = name
  thread.start()
}

/// A child's output, handed from the thread that reads it to the one that waits for its end.
final class Handoff: Sendable {
  private let value = Mutex<(stdout: Data, stderr: Data)>((Data(), Data()))
  private let ready = DispatchSemaphore(value: 0)

  func put(_ output: (stdout: Data, stderr: Data)) {
    value.withLock { $0 = output }
    ready.signal()
  }

  /// Waits for `put`.
  func take() -> (stdout: Data, stderr: Data) {
    ready.wait()
    return value.withLock { $0 }
  }
}

extension Duration {
  /// In seconds.
  var timeInterval: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
