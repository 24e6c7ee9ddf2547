import Freshness
import Planning
import Recipes

extension Project {
  /// Which packages of images have newer versions; the last build of each counts.
  public func outdated(_ names: [String], isOffline: Bool) async throws -> FreshnessCheck.Result {
    // Without the secrets' values: it is the last build that counts, and that is on record.
    let plan = try Planner.plan(try resolve(names), refreshes: store.history.refreshes())
    return try await freshnessCheck(isOffline: isOffline).run(plan)
  }

  func freshnessCheck(isOffline: Bool) -> FreshnessCheck {
    FreshnessCheck(store: store, securityMirror: securityMirror, isOffline: isOffline)
  }
}

/// Which recipes derive from which.
public struct Descendants: Sendable {
  private let children: [String: [String]]

  public init(_ library: Library) {
    // By the parent's own name, whatever the child calls it.
    children = Dictionary(grouping: library.recipes.filter { $0.parent != nil }) { recipe in
      recipe.parent.map { library[$0]?.name ?? $0 } ?? ""
    }.mapValues { $0.map(\.name).sorted() }
  }

  /// All that derive from a recipe, each after its parent; a cycle is gone through once.
  public func of(_ recipe: String) -> [String] {
    var found: [String] = []
    var waiting = children[recipe, default: []]
    while !waiting.isEmpty {
      let next = waiting.removeFirst()
      guard next != recipe, !found.contains(next) else { continue }
      found.append(next)
      waiting = children[next, default: []] + waiting
    }
    return found
  }
}
