import Synchronization

/// Remembers what a layer's build was at.
final class LastPhase: Sendable {
  private let last = Mutex<String?>(nil)

  var name: String? { last.withLock { $0 } }

  func note(_ event: BuildEvent) {
    if case .phase(_, let name) = event { last.withLock { $0 = name } }
  }
}
