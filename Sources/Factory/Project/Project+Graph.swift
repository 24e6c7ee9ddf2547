import Freshness
import Images
import Jobs
import Planning
import Recipes
import Storage

/// What is to be done for some appliances, as far as it can be told without doing it.
public struct ProjectGraph: Sendable {
  public let plan: Plan
  /// The jobs, each with its reason, as things stand.
  public let graph: JobGraph
  /// Layers and images whose keys are not known yet, with the secrets that have no value.
  public let unsetSecrets: [LayerKey: [String]]
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
  /// - Throws: what is wrong with a recipe, or that a secret is empty. One that has no value only keeps keys from being known.
  public func graph(
    _ request: BuildRequest, wanted: Wanted = Wanted(), capacity: Capacity
  ) async throws -> ProjectGraph {
    let (plan, secrets, notices) = try await plan(request)
    let graph = JobGraph(plan, wanted: wanted, there: Inventory(store, output: request.output))
    let timings = store.history.timings()
    let doubts = await doubts(about: request.names)
    return ProjectGraph(
      plan: plan, graph: graph, unsetSecrets: plan.keysDepending(on: secrets.missing),
      forecast: Forecast(
        graph.entries(seconds: timings.expected(_:isContinued:)), capacity: capacity),
      notices: notices + doubts.map(\.description))
  }

  /// The plan for the recipes asked for, with the secrets that they name.
  func plan(_ request: BuildRequest) async throws -> (plan: Plan, secrets: Secrets, notices: [String]) {
    let appliances = try appliances(request)
    let secrets = try secrets(of: appliances)
    let (plan, notices) = try await plan(appliances, secrets, request)
    try checkBases(of: plan)
    return (plan, secrets, notices + baseNotices(plan) + versionNotices(plan, request))
  }

  /// What there is of the values of appliances' secrets.
  func secrets(of appliances: [Appliance]) throws -> Secrets {
    try Secrets(of: appliances, environment: environment) { appliance, secret in
      let entries = (try? resolver.explain(appliance).get())?.entries ?? []
      return entries.first { $0.key.hasPrefix("secrets.\(secret).") }?.origin ?? .standard
    }
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
    let own = ownInstallations(of: plan)
    guard !decision.refreshes.isEmpty else { return (plan, own + decision.notices) }
    let refreshed = try Planner.plan(
      appliances, secrets: digests, refreshes: known.merging(decision.refreshes) { $1 })
    return (refreshed, own + decision.notices)
  }

  /// Which images share no root with their distribution's though they could but for a setting, as long as that root is to
  /// be made.
  private func ownInstallations(of plan: Plan) -> [String] {
    let present = store.layers.present()
    return plan.images.filter { !present.contains($0.layers[0]) }.compactMap { image in
      let settings = resolver.ownInstallation(of: image.appliance.recipe)
      guard !settings.isEmpty else { return nil }
      let list = settings.map { $0.origin == .standard ? $0.value : "\($0.value) at \($0.origin)" }
      return "\(image.appliance.recipe) needs an installation of its own: \(list.joined(separator: ", "))"
    }
  }
}
