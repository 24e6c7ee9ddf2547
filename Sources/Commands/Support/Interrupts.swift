import Dispatch
import Glibc

/// Turns Ctrl-C, SIGTERM and the end of the terminal into a cancellation, so that guests end in order; a second one ends at once.
final class Interrupts {
  private let sources: [any DispatchSourceSignal]

  init(onInterrupt: @escaping @Sendable () -> Void) {
    // Who had it ignored, as nohup(1) does, wants to outlive the terminal.
    let isHangUpIgnored = signal(SIGHUP, SIG_IGN).map { unsafeBitCast($0, to: Int.self) } == 1
    sources = ([SIGINT, SIGTERM] + (isHangUpIgnored ? [] : [SIGHUP])).map { number in
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
