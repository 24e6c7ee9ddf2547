import Files
import Storage

/// The right to run nightly over a store, held by one run at a time; gone when its process is.
public struct NightlyLock: Sendable {
  private let lock: Lock

  /// - Throws: `NightlyError.running` with who holds it and since when; what keeps the store from being written.
  public init(_ store: Store) throws {
    try store.makeRoot()
    let path = "\(store.root)/nightly.lock"
    guard let lock = try Lock.attempt(path) else {
      throw NightlyError.running(holder: Lock.holder(of: path), store: store.root)
    }
    self.lock = lock
  }
}

/// Why there is no nightly run.
public enum NightlyError: Error, Hashable, CustomStringConvertible {
  case running(holder: String, store: String)

  public var description: String {
    switch self {
    case .running(let holder, let store): "a nightly run over \(store) is under way: \(holder)"
    }
  }
}
