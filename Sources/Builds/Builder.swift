import Failures
import Files
import Foundation
import Freshness
import Jobs
import Planning
import Storage

/// Carries out a plan: the one place that joins the domain with effects.
public struct Builder: Sendable {
  private let workshop: Workshop

  public init(store: Store, options: BuildOptions, host: BuildHost, events: @escaping EventSink) {
    workshop = Workshop(store: store, options: options, host: host, events: events)
  }

  /// Makes every image of the plan that is not there yet.
  ///
  /// - Returns: what became of each; a failed image is in the report, not an error.
  /// - Throws: what spoils all images, such as a store that cannot be written, and cancellation.
  public func build(_ plan: Plan) async throws -> BuildReport {
    let (store, options) = (workshop.store, workshop.options)
    store.reports.tell { [events = workshop.events] in events(.notice("\($0); what is missing is made anew"))
    }
    try store.prepare()
    try cleanUp(store)
    let output = OutputFolder(path: options.output, store: store)
    if FileSystem.isTaken(options.output) { try output.prepare() }
    try await output.setAsideDamaged(plan.images)
    try await takeIntoUse(plan)
    if options.isOffline { try await OfflineCheck(store: store, output: options.output).run(plan) }
    try RootCheck(store: store, output: options.output).run(plan)
    try SpaceCheck(store: store, options: options).run(plan)
    // What is refused leaves no folder behind.
    try output.prepare()
    let graph = JobGraph(
      plan, reasons: plan.reasons(present: store.presentLayers(), previous: store.previousLayers),
      isUpToDate: { ImageFiles(folder: options.output, image: $0).isUpToDate })
    tellWhatIsThere(plan, graph)
    let watch = SpaceWatch(paths: [store.root, options.output], floor: options.minimumFree)
    let jobs = try await watch.guarding { try await run(graph, of: plan) }
    let images = try plan.images.map { try conclude($0, of: plan, jobs: jobs) }
    await tellPendingUpdates(zip(plan.images, images).filter { $1.outcome == .built }.map(\.0))
    return BuildReport(images: images, jobs: jobs)
  }

  /// Nobody frees a layer between its job, or this look, and the jobs that need it.
  private func takeIntoUse(_ plan: Plan) async throws {
    let output = workshop.options.output
    for image in plan.images where !ImageFiles(folder: output, image: image).isUpToDate {
      for layer in image.layers { guard try await workshop.store.use(layer) else { break } }
    }
  }

  /// From the archives' indexes alone: no guest is started for it.
  private func tellPendingUpdates(_ built: [PlannedImage]) async {
    guard !workshop.options.isOffline else { return }
    let check = FreshnessCheck(
      store: workshop.store, securityMirror: workshop.options.securityMirror, isOffline: false)
    for notice in await PendingUpdates(check: check).notices(for: built) { workshop.events(.notice(notice)) }
  }

  /// Ends and removes what runs that were killed left behind.
  private func cleanUp(_ store: Store) throws {
    for process in store.endOrphans() {
      workshop.events(.notice("ended process \(process), which a killed run left behind"))
    }
    try store.removeStaleWork()
    ProcessMark(store: store.root).set()
  }

  private func tellWhatIsThere(_ plan: Plan, _ graph: JobGraph) {
    for image in plan.images where graph[image.jobName] == nil {
      let path = ImageFiles(folder: workshop.options.output, image: image).disk
      workshop.events(.reused(image.jobName, path: path))
    }
    for layer in graph.reused { workshop.events(.reused(layer, path: nil)) }
  }

  private func run(_ graph: JobGraph, of plan: Plan) async throws -> [JobReport] {
    guard !graph.jobs.isEmpty else { return [] }
    let store = workshop.store
    let timings = store.timings()
    let capacity = workshop.options.capacity
    let forecast = Forecast(graph.entries(seconds: timings.expected), capacity: capacity)
    workshop.events(.planned(jobs: graph.jobs.count, seconds: forecast.seconds))
    var workshop = workshop
    // Each image is a chain of its own to its sealing.
    workshop.guestProcessors = capacity.guestProcessors(
      amongChains: graph.jobs.count { $0.name.kind == .image })
    let run = Run(
      graph: graph, plan: plan, worker: LocalWorker(workshop: workshop), events: workshop.events,
      timings: timings,
      failsFast: !workshop.options.keepGoing
    ) { job, completion in
      // A guess for the next run is not worth failing this one.
      try? await store.remember(completion.seconds, of: job)
      // At once: a run that is killed later has still made this image.
      if case .seal = job.work { try? remember(job.image, of: plan) }
    }
    return try await run.perform(capacity: capacity)
  }

  /// What became of an image, once all jobs have ended.
  private func conclude(
    _ image: PlannedImage, of plan: Plan, jobs: [JobReport]
  ) throws -> BuildReport.Image {
    let own = jobs.first { $0.name == image.jobName }
    var result = BuildReport.Image(
      name: image.appliance.name, version: image.appliance.version, outcome: own?.outcome ?? .reused,
      path: nil, seconds: jobs.filter { $0.appliance == image.appliance.name }.reduce(0) { $0 + $1.seconds })
    guard result.outcome.isGood else {
      let keys = Set(image.layers)
      // The failure itself says more than what follows from it.
      let cause = jobs.first {
        $0.outcome == .failed && keys.contains($0.name.key) && $0.appliance == result.name
      }
      result.outcome = cause?.outcome ?? result.outcome
      result.error = cause?.error ?? own?.error
      if result.outcome == .skipped { recordSkipped(image, because: result.error ?? "not built") }
      return result
    }
    result.path = ImageFiles(folder: workshop.options.output, image: image).disk
    try remember(image, of: plan)
    workshop.store.forgetFailure(of: result.name)
    return result
  }

  /// What the image is made of now, for the reasons of the next plan.
  private func remember(_ image: PlannedImage, of plan: Plan) throws {
    try workshop.store.remember(
      image.layers.compactMap(plan.layer).map(\.record), of: image.appliance.name)
  }

  private func recordSkipped(_ image: PlannedImage, because reason: String) {
    _ = workshop.recording(BuildError(.parentFailed, reason), of: image.jobName, for: image, phase: nil)
  }
}
