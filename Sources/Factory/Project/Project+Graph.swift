import Freshness
import Jobs
import Planning
import Recipes
import Storage

/// What is to be done for some appliances, as far as it can be told without doing it.
public struct ProjectGraph: Sendable {
  public let plan: Plan
  /// The jobs, each with its reason, as things stand.
  public let graph: JobGraph
  /// How long they are thought to take.
  public let forecast: Forecast
  /// Images of which it cannot be known whether they are outdated.
  public let notices: [String]
}

/// What `kiln plan` tells and what `kiln build` does: both have the plan from here, and make the same graph of it and of what
/// the store has.
extension Project {
  /// The jobs for the recipes asked for.
  ///
  /// - Parameter capacity: of the host, or of all workers together.
  /// - Throws: what is wrong with a recipe, or that a secret has no value.
  public func graph(
    _ request: BuildRequest, wanted: Wanted = Wanted(), capacity: Capacity
  ) async throws -> ProjectGraph {
    let (plan, _, notices) = try await plan(request)
    let graph = JobGraph(plan, wanted: wanted, there: Inventory(store, output: request.output))
    return ProjectGraph(
      plan: plan, graph: graph,
      forecast: Forecast(graph.entries(seconds: store.history.timings().expected), capacity: capacity),
      notices: notices)
  }

  /// The plan for the recipes asked for, with the secrets that they name.
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
}
