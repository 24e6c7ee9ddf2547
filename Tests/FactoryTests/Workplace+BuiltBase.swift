import Foundation
import Subprocess
import Synchronization

extension Workplace {
  /// The place of ``withChain(misbehaviour:)`` once `base` is built: its store is a copy of one that all tests share.
  static func withBuiltBase() async throws -> Workplace {
    let place = try await withChain()
    let shared = try await builtBase.value
    try await checked(Command("cp", ["-a", "--reflink=auto", shared.store.root, place.store.root]))
    return place
  }

  /// Built for the first test that asks.
  private static let builtBase = Task {
    let place = try await withChain()
    // A static outlives every test, and so would its folder.
    leftToRemove.withLock { $0 = place.folder.path }
    atexit {
      leftToRemove.withLock { if let path = $0 { try? FileManager.default.removeItem(atPath: path) } }
    }
    let report = try await place.build(try place.plan("base"))
    if let failure = report.images[0].failure { throw BuildFailure(description: failure.summary) }
    return place
  }

  private struct BuildFailure: Error, CustomStringConvertible {
    let description: String
  }
}

private let leftToRemove = Mutex<String?>(nil)
