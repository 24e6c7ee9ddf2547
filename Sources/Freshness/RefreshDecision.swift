import Foundation
import Media
import Planning
import Storage

/// Decides which layers of a plan are made anew for their packages' sake.
public struct RefreshDecision: Sendable {
  /// What was decided.
  public struct Result: Sendable {
    public internal(set) var refreshes: [LayerPlace: Refresh] = [:]
    /// Where it could not be told, a line each; what is there is kept then.
    public internal(set) var notices: [String] = []
  }

  private let store: Store
  private let check: FreshnessCheck

  public init(store: Store, check: FreshnessCheck) {
    self.store = store
    self.check = check
  }

  /// - Parameter now: what ages are counted to, and what new keys are stamped with.
  /// - Throws: `CancellationError`.
  public func run(_ plan: Plan, _ policy: RefreshPolicy, now: Date = .now) async throws -> Result {
    switch policy {
    case .never: Result()
    case .olderThan(let seconds): Result(refreshes: old(plan, limit: seconds, now: now))
    case .updates: try await outdated(plan, now: now)
    }
  }

  private func old(_ plan: Plan, limit: Double, now: Date) -> [LayerPlace: Refresh] {
    let present = store.layers.present()
    return plan.refreshes(olderThan: limit, stamp: now.ISO8601Format()) { key in
      guard present.contains(key), let built = try? store.layers.read(key).facts.built else { return nil }
      return now.timeIntervalSince(built)
    }
  }

  private func outdated(_ plan: Plan, now: Date) async throws -> Result {
    let present = store.layers.present()
    let found = try await check.examine(plan.images) { image in
      // What is missing is built anyway; an installed disk's packages are those of the layer on it.
      let chain = Array(image.layers.prefix(while: present.contains))
      return chain.count > 1 ? chain : nil
    }
    var result = Result()
    for examination in found.images {
      if case .unknown(let reason, _) = examination.freshness.verdict {
        let name = examination.image.appliance.name
        result.notices.append("\(name): whether it is outdated is unknown, and it is kept: \(reason)")
      }
      guard let (place, refresh) = Self.refresh(examination, in: plan, stamp: now.ISO8601Format()) else {
        continue
      }
      // Of two images on one layer, one may have renewed some of its packages itself.
      result.refreshes[place] = result.refreshes[place].map { refresh.joined(with: $0) } ?? refresh
    }
    return result
  }

  /// The first layer of a chain that is worth making anew; what derives from it follows.
  static func refresh(
    _ examination: ImageExamination, in plan: Plan, stamp: String
  ) -> (LayerPlace, Refresh)? {
    let updates = Dictionary(grouping: examination.freshness.updates) { $0.layerKey }
    for layer in examination.image.layers.compactMap(plan.layer) {
      let packages = updates[layer.key, default: []].map(\.package)
      let sought = layer.refresh?.sought ?? [:]
      guard let place = layer.place, packages.contains(where: { sought[$0.name] != $0.available }) else {
        continue
      }
      let security = packages.count(where: \.isSecurity)
      let refresh = Refresh(
        stamp: stamp, reason: .outdated(security: security, other: packages.count - security),
        // What was sought before and did not come is no reason the next time either.
        sought: sought.merging(packages.map { ($0.name, $0.available) }) { $1 })
      return (place, refresh)
    }
    return nil
  }
}
