import Dispatch

/// Does something after a while unless it is cancelled; not on the cooperative pool, which may be busy just then.
struct Deadline {
  private let source: (any DispatchSourceTimer)?

  /// - Parameter limit: nil is never.
  init(after limit: Duration?, action: @escaping @Sendable () -> Void) {
    guard let limit else {
      source = nil
      return
    }
    let source = DispatchSource.makeTimerSource()
    source.schedule(deadline: .now() + limit / .seconds(1))
    source.setEventHandler(handler: action)
    source.activate()
    self.source = source
  }

  func cancel() { source?.cancel() }
}
