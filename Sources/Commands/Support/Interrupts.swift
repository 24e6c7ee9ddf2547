import Dispatch
import Glibc

/// Turns Ctrl-C and SIGTERM into a cancellation, so that guests end in order; a second one ends at once.
final class Interrupts {
  private let sources: [any DispatchSourceSignal]

  init(onInterrupt: @escaping @Sendable () -> Void) {
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { @Sendable in
        signal(number, SIG_DFL)
        onInterrupt()
      }
      source.resume()
      return source
    }
  }

  deinit { sources.forEach { $0.cancel() } }
}
