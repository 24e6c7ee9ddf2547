import Builds
import Freshness
import Jobs
import Planning
import Recipes
import Storage

/// What is to be done for some appliances: what `kiln plan` tells, and what `kiln build` does.
public struct ProjectPlan: Sendable {
  public let plan: Plan
  /// The jobs, each with its reason, as things stand.
  public let graph: JobGraph
  /// How long they are thought to take.
  public let forecast: Forecast
  /// Images of which it cannot be known whether they are outdated.
  public let notices: [String]
}

extension Project {
  /// The plan for the recipes asked for.
  ///
  /// - Parameter capacity: of the host, or of all workers together.
  /// - Throws: what is wrong with a recipe, or that a secret has no value.
  public func plan(
    _ request: BuildRequest, wanted: Wanted = Wanted(), capacity: Capacity
  ) async throws -> ProjectPlan {
    let (plan, _, notices) = try await plan(request)
    let graph = JobGraph(plan, wanted: wanted, there: Inventory(store, output: request.output))
    return ProjectPlan(
      plan: plan, graph: graph,
      forecast: Forecast(graph.entries(seconds: store.history.timings().expected), capacity: capacity),
      notices: notices)
  }

  func plan(_ request: BuildRequest) async throws -> (plan: Plan, secrets: Secrets, notices: [String]) {
    let appliances = try resolve(request.names)
    let secrets = try Secrets(of: appliances, environment: environment)
    let (plan, notices) = try await plan(appliances, secrets, request)
    return (plan, secrets, notices)
  }

  /// The plan as the store's layers stand, with those made anew that the request's policy is for.
  func plan(
    _ appliances: [Appliance], _ secrets: Secrets, _ request: BuildRequest
  ) async throws -> (plan: Plan, notices: [String]) {
    let digests = try secrets.digests()
    let known = store.history.refreshes()
    let plan = try Planner.plan(appliances, secrets: digests, refreshes: known)
    let check = freshnessCheck(isOffline: request.isOffline)
    let decision = try await RefreshDecision(store: store, check: check).run(plan, request.refresh ?? .never)
    guard !decision.refreshes.isEmpty else { return (plan, decision.notices) }
    let refreshed = try Planner.plan(
      appliances, secrets: digests, refreshes: known.merging(decision.refreshes) { $1 })
    return (refreshed, decision.notices)
  }

  /// Which packages of images have newer versions; the last build of each counts.
  public func outdated(_ names: [String], isOffline: Bool) async throws -> FreshnessCheck.Result {
    // Without the secrets' values: it is the last build that counts, and that is on record.
    let plan = try Planner.plan(try resolve(names), refreshes: store.history.refreshes())
    return try await freshnessCheck(isOffline: isOffline).run(plan)
  }

  private func freshnessCheck(isOffline: Bool) -> FreshnessCheck {
    FreshnessCheck(store: store, securityMirror: securityMirror, isOffline: isOffline)
  }
}
