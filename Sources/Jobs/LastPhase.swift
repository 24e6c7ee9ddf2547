import Synchronization

/// Remembers what a layer's build was at.
public final class LastPhase: Sendable {
  private let last = Mutex<String?>(nil)

  public init() {}

  public var name: String? { last.withLock { $0 } }

  public func note(_ event: BuildEvent) {
    if case .phase(_, let name) = event { last.withLock { $0 = name } }
  }
}
