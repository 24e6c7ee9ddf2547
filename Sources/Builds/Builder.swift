import Failures
import Files
import Foundation
import Freshness
import Jobs
import Planning
import Storage
import Synchronization

/// Carries out a plan: the one place that joins the domain with effects.
public struct Builder: Sendable {
  private let store: Store
  private let options: BuildOptions
  private let host: BuildHost
  private let executor: any Executor
  private let events: EventSink

  /// - Parameter executor: nil does all jobs in this process.
  public init(
    store: Store, options: BuildOptions, host: BuildHost, executor: (any Executor)? = nil,
    events: @escaping EventSink
  ) {
    self.store = store
    self.options = options
    self.host = host
    self.executor = executor ?? LocalExecutor(store: store, host: host, secrets: options.secrets)
    self.events = events
  }

  private var output: String { options.settings.output }

  /// Makes every image of the plan that is not there yet, and whatever else is wanted of them.
  ///
  /// - Returns: what became of each; a failed image is in the report, not an error.
  /// - Throws: what spoils all images, such as a store that cannot be written, and cancellation.
  public func build(_ plan: Plan, wanted: Wanted = Wanted()) async throws -> BuildReport {
    store.reports.tell { [events] in events(.notice("\($0); what is missing is made anew")) }
    try store.prepare()
    try cleanUp()
    let folder = OutputFolder(path: output, store: store)
    if FileSystem.isTaken(output) { try folder.prepare() }
    try await folder.setAsideDamaged(plan.images)
    try await takeIntoUse(plan)
    let graph = try await graph(plan, wanted)
    if options.settings.isOffline { try await OfflineCheck(store: store).run(graph) }
    try RootCheck().run(graph)
    try SpaceCheck(store: store, settings: options.settings).run(graph, of: plan)
    // What is refused leaves no folder behind.
    try folder.prepare()
    tellWhatIsThere(plan, graph)
    let watch = SpaceWatch(paths: [store.root, output], floor: options.settings.minimumFree)
    let done = Mutex<[JobReport]>([])
    do {
      try await watch.guarding {
        try await run(graph, of: plan) { report in done.withLock { $0.append(report) } }
      }
    } catch let error as BuildError {
      // Nothing of the images is left to be done, so that they are there whatever becomes of their boot tests.
      try done.withLock { try $0.add(unfinished: graph, because: error) }
    }
    let jobs = done.withLock(\.self)
    let boots = store.bootRecords()
    let images = try plan.images.map { try conclude($0, of: plan, wanted, jobs: jobs, boots) }
    await tellPendingUpdates(zip(plan.images, images).filter { $1.outcome == .built }.map(\.0))
    return BuildReport(images: images, jobs: jobs)
  }

  private func graph(_ plan: Plan, _ wanted: Wanted) async throws -> JobGraph {
    let inventory = Inventory(store, output: output)
    let graph = JobGraph(plan, wanted: wanted, there: inventory)
    // Asking what guests run on costs a trial.
    guard graph.jobs.contains(where: { $0.name.kind == .check }), try await host.accelerator() == .tcg else {
      return graph
    }
    var wanted = wanted
    wanted.bootTest?.isEmulated = true
    return JobGraph(plan, wanted: wanted, there: inventory)
  }

  /// Nobody frees a layer between its job, or this look, and the jobs that need it.
  private func takeIntoUse(_ plan: Plan) async throws {
    for image in plan.images where ImageFiles(folder: output, image: image).state != .current {
      for layer in image.layers { guard try await store.use(layer) else { break } }
    }
  }

  /// From the archives' indexes alone: no guest is started for it.
  private func tellPendingUpdates(_ built: [PlannedImage]) async {
    guard !options.settings.isOffline else { return }
    let check = FreshnessCheck(
      store: store, securityMirror: options.settings.securityMirror, isOffline: false)
    for notice in await PendingUpdates(check: check).notices(for: built) { events(.notice(notice)) }
  }

  /// Ends and removes what runs that were killed left behind.
  private func cleanUp() throws {
    for process in store.endOrphans() {
      events(.notice("ended process \(process), which a killed run left behind"))
    }
    try store.removeStaleWork()
    ProcessMark(store: store.root).set()
  }

  private func tellWhatIsThere(_ plan: Plan, _ graph: JobGraph) {
    for image in plan.images where graph[image.jobName] == nil {
      events(.reused(image.jobName, path: ImageFiles(folder: output, image: image).disk))
    }
    for layer in graph.reused { events(.reused(layer, path: nil)) }
  }

  private func run(
    _ graph: JobGraph, of plan: Plan, onReport: @escaping @Sendable (JobReport) -> Void
  ) async throws {
    guard !graph.jobs.isEmpty else { return }
    let timings = store.timings()
    let forecast = Forecast(graph.entries(seconds: timings.expected), capacity: options.capacity)
    events(.planned(jobs: graph.jobs.count, seconds: forecast.seconds))
    // Each image is a chain of its own to its sealing.
    let chains = graph.jobs.count { $0.name.kind == .image }
    let processors = options.capacity.guestProcessors(amongChains: chains)
    let run = Run(
      graph: graph, executor: executor, order: { order($0, guestProcessors: processors) },
      events: events, timings: timings, failsFast: !options.keepGoing, onReport: onReport
    ) { job, completion in
      // A guess for the next run is not worth failing this one.
      if let completion { try? await store.remember(completion.seconds, of: job) }
      switch job.task {
      // Whoever made it has done with it.
      case .layer(let task):
        guard try await store.use(task.layer.key) else {
          throw BuildError.file("layer \(task.layer.key.short) is gone", reason: "build again")
        }
      // At once: a run that is killed later has still made this image.
      case .seal(let task): try? remember(task.image, of: plan)
      case .bootTest: break
      }
    }
    try await run.perform(capacity: options.capacity)
  }

  private func order(_ job: Job, guestProcessors: Int) -> JobOrder {
    JobOrder(
      jobs: [job], store: JobOrder.StorePlace(root: store.root, sharedGroup: store.sharedGroup),
      settings: options.settings, guestProcessors: guestProcessors)
  }

  /// What became of an image, once all jobs have ended.
  private func conclude(
    _ image: PlannedImage, of plan: Plan, _ wanted: Wanted, jobs: [JobReport], _ boots: BootRecords
  ) throws -> BuildReport.Image {
    let own = jobs.first { $0.name == image.jobName }
    var result = BuildReport.Image(
      name: image.appliance.name, version: image.appliance.version, outcome: own?.outcome ?? .reused,
      path: nil,
      seconds: jobs.filter { $0.appliance == image.appliance.name && $0.name.kind != .check }
        .reduce(0) { $0 + $1.seconds })
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
    let files = ImageFiles(folder: output, image: image)
    result.path = files.disk
    if wanted.bootTest != nil {
      result.boot = bootResult(image, files, jobs.first { $0.name == image.bootTestName }, boots)
    }
    try remember(image, of: plan)
    store.forgetFailure(of: result.name)
    return result
  }

  /// How an image has booted, now or before.
  private func bootResult(
    _ image: PlannedImage, _ files: ImageFiles, _ job: JobReport?, _ boots: BootRecords
  ) -> BootResult? {
    if let result = job?.boot { return result }
    let unchecked = { BootResult(outcome: .unchecked, when: Date.now.ISO8601Format(), message: $0) }
    guard image.canBeBootTested else { return unchecked("not checked: no serial console") }
    if let job, let error = job.error {
      let outcome: BootResult.Outcome = job.outcome == .failed ? .failed : .unchecked
      return BootResult(outcome: outcome, when: Date.now.ISO8601Format(), message: error)
    }
    return files.described.flatMap { boots.result(of: $0) }
  }

  /// What the image is made of now, for the reasons of the next plan.
  private func remember(_ image: PlannedImage, of plan: Plan) throws {
    try store.remember(image.layers.compactMap(plan.layer).map(\.record), of: image.appliance.name)
  }

  private func recordSkipped(_ image: PlannedImage, because reason: String) {
    let context = BuildContext(store: store, settings: options.settings, host: host, events: events)
    _ = context.recording(BuildError(.parentFailed, reason), of: image.jobName, for: image, phase: nil)
  }
}

extension [JobReport] {
  /// Adds the boot tests that a run did not come to.
  ///
  /// - Throws: the error itself where more than these is left to be done.
  fileprivate mutating func add(unfinished graph: JobGraph, because error: BuildError) throws {
    let ended = Set(map(\.name))
    let left = graph.jobs.filter { !ended.contains($0.name) }
    guard !isEmpty, left.allSatisfy({ $0.name.kind == .check }) else { throw error }
    self += left.map {
      JobReport(name: $0.name, appliance: $0.image.appliance.name, outcome: .failed, error: "\(error)")
    }
  }
}
