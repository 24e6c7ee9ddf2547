import Console
import Factory
import Freshness
import Planning
import Recipes

extension Kitchen {
  /// The plan for appliances as the store's layers stand, and with those made anew that `--refresh` is for.
  ///
  /// - Parameters:
  ///   - standard: what is done without `--refresh`.
  ///   - onNotice: told of each image of which it cannot be known whether it is outdated.
  func plan(
    _ appliances: [Appliance], secrets: Secrets, _ arguments: Arguments, verb: Verb, in context: Context,
    standard: RefreshPolicy = .never, onNotice: (String) -> Void
  ) async throws -> Plan {
    let policy = try refreshPolicy(arguments, verb: verb) ?? standard
    let store = try arguments.store(in: context)
    let digests = try secrets.digests()
    let known = store.refreshes()
    let plan = try Planner.plan(appliances, secrets: digests, refreshes: known)
    let decision = try await RefreshDecision(store: store, check: try freshnessCheck(arguments, in: context))
      .run(plan, policy)
    decision.notices.forEach(onNotice)
    guard !decision.refreshes.isEmpty else { return plan }
    return try Planner.plan(
      appliances, secrets: digests, refreshes: known.merging(decision.refreshes) { $1 })
  }

  /// What holds images against archives, as the command line says.
  func freshnessCheck(_ arguments: Arguments, in context: Context) throws -> FreshnessCheck {
    FreshnessCheck(
      store: try arguments.store(in: context), securityMirror: securityMirror,
      isOffline: arguments.has(SharedOptions.offline))
  }

  private func refreshPolicy(_ arguments: Arguments, verb: Verb) throws -> RefreshPolicy? {
    guard let text = arguments.value(SharedOptions.refresh) else { return nil }
    guard let policy = RefreshPolicy(text) else {
      throw UsageError(
        "--refresh takes 'never', 'updates' or an age such as 7d, 12h or 30m, not '\(text)'",
        command: "kiln \(verb.name)")
    }
    return policy
  }
}
