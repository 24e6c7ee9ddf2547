import Failures
import Files
import Foundation
import Freshness
import Images
import Imaging
import Jobs
import Planning
import Provisioning
import Recipes
import Storage
import Synchronization

/// Carries out a plan: the one place that joins the domain with effects.
public struct Builder: Sendable {
  private let store: Store
  private let images: ImageRepository
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
    images = store.images
    self.options = options
    self.host = host
    self.executor = executor ?? LocalExecutor(store: store, host: host, secrets: options.secrets)
    self.events = events
  }

  private var output: OutputFolder { OutputFolder(path: options.output, store: store) }
  private var delivery: ImageDelivery { ImageDelivery(images, to: options.output) }
  private var context: BuildContext {
    BuildContext(store: store, settings: options.settings, host: host, events: events)
  }

  /// Makes every image of the plan that is not there yet, and whatever else is wanted of them.
  ///
  /// - Returns: what became of each; a failed image is in the report, not an error.
  /// - Throws: what spoils all images, such as a store that cannot be written, and cancellation, unless the options ask for a
  ///   report of that, too.
  public func build(_ plan: Plan, wanted: Wanted = Wanted()) async throws -> BuildReport {
    try await ProcessMark(store: store.root).marking { try await perform(plan, wanted) }
  }

  private func perform(_ plan: Plan, _ wanted: Wanted) async throws -> BuildReport {
    try prepareStore()
    // First, since whoever edits a file does not wait.
    let snapshot = try await snapshot(of: plan)
    defer { snapshot?.discard() }
    try await use(plan)
    let graph = try await graph(plan, wanted)
    let settings = options.settings
    if settings.isOffline { try await OfflineCheck(store: store).run(graph) }
    try RootCheck().run(graph)
    try SecureBootCheck().run(graph)
    try SpaceCheck(store: store, output: options.output, floor: settings.minimumFree).run(graph, of: plan)
    // What is refused leaves no folder behind.
    try output.prepare()
    let done = Mutex<[JobReport]>([])
    let watch = SpaceWatch(paths: [store.root, options.output], floor: settings.minimumFree)
    do {
      try await watch.guarding {
        let report: @Sendable (JobReport) -> Void = { report in done.withLock { $0.append(report) } }
        try await copyReused(graph, of: plan, onFailure: report)
        for layer in graph.reused { events(.reused(layer, path: nil)) }
        try await run(graph, of: plan, snapshot, onReport: report)
      }
    } catch let error as BuildError {
      // Nothing of the images is left to be done, so that they are there whatever becomes of their boot tests.
      try done.withLock { try $0.add(unfinished: graph, because: error, record) }
    } catch let error as CancellationError {
      guard options.reportsInterruption else { throw error }
      done.withLock { $0.skip(unfinished: graph) }
    }
    let conclusion = Conclusion(
      jobs: done.withLock(\.self), boots: store.history.bootRecords(), images: images, delivery: delivery,
      isBootTested: wanted.bootTest != nil)
    let results = try plan.images.map { image in
      let result = conclusion.result(of: image)
      try remember(result, of: image, in: plan)
      return result
    }
    if let key = options.settings.signing?.openPGP {
      try await Checksums.sign("\(options.output)/SHA256SUMS", as: key)
    }
    await tellPendingUpdates(zip(plan.images, results).filter { $1.outcome == .built }.map(\.0))
    return BuildReport(images: results, jobs: conclusion.jobs)
  }

  /// Makes those of some layers of a plan that are missing, and no image.
  ///
  /// - Returns: how each job went.
  /// - Throws: what spoils all, such as a store that cannot be written, and cancellation.
  public func make(_ layers: Set<LayerKey>, of plan: Plan) async throws -> [JobReport] {
    try await ProcessMark(store: store.root).marking {
      try prepareStore()
      let snapshot = try await snapshot(of: plan, only: layers)
      defer { snapshot?.discard() }
      for key in layers { try await store.layers.use(key) }
      // Whether the image is there does not matter: it may be there without its layers.
      let inventory = Inventory(
        layers: store.layers.present(), previousLayers: store.history.previousLayers)
      let graph = JobGraph(plan, there: inventory).making(layers)
      if options.settings.isOffline { try await OfflineCheck(store: store).run(graph) }
      try RootCheck().run(graph)
      let done = Mutex<[JobReport]>([])
      let watch = SpaceWatch(paths: [store.root], floor: options.settings.minimumFree)
      try await watch.guarding {
        try await run(graph, of: plan, snapshot) { report in done.withLock { $0.append(report) } }
      }
      return done.withLock(\.self)
    }
  }

  /// Copies the files of the layers that are not there.
  private func snapshot(of plan: Plan, only layers: Set<LayerKey>? = nil) async throws -> InputSnapshot? {
    let present = store.layers.present()
    let missing = plan.layers.filter { !present.contains($0.key) && layers?.contains($0.key) != false }
    let floor = options.settings.minimumFree
    return try await onThread { try InputSnapshot(of: missing, in: store, leaving: floor) }
  }

  /// Sees to what is there of what is wanted: nothing damaged, and all of it in use.
  private func use(_ plan: Plan) async throws {
    if FileSystem.isTaken(options.output) { try output.prepare() }
    try await output.setAsideDamaged(plan.images)
    try await images.setAsideDamaged(plan.images)
    for image in plan.images where try await !isThere(image) {
      // Nobody frees a layer between its job, or this look, and the jobs that need it.
      for layer in image.layers { guard try await store.layers.use(layer) else { break } }
    }
  }

  /// Brings the store to where a plan can be held against it: nothing of a killed run.
  private func prepareStore() throws {
    store.integrity.reports.tell { [events] in events(.notice("\($0); what is missing is made anew")) }
    try store.prepare()
    for process in store.endOrphans() {
      events(.notice("ended process \(process), which a killed run left behind"))
    }
    try store.removeStaleWork()
  }

  /// Whether the store has an image, be it that it is taken in from the output folder now.
  private func isThere(_ image: PlannedImage) async throws -> Bool {
    if let build = images.build(of: image) {
      images.noteUse(of: build.id)
      return true
    }
    do {
      guard
        let build = try await images.adopt(image, from: options.output, leaving: options.settings.minimumFree)
      else { return false }
      events(.notice("\(build.id): taken into the store from \(options.output)"))
      return build.key == image.key
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      events(.notice("\(image.stem) was not taken into the store from \(options.output): \(error)"))
      return false
    }
  }

  private func graph(_ plan: Plan, _ wanted: Wanted) async throws -> JobGraph {
    let inventory = Inventory(store, output: options.output)
    let graph = JobGraph(plan, wanted: wanted, there: inventory)
    // Asking what guests run on costs a trial.
    guard graph.jobs.contains(where: { $0.name.kind == .check }), try await host.accelerator() == .tcg else {
      return graph
    }
    var wanted = wanted
    wanted.bootTest?.isEmulated = true
    return JobGraph(plan, wanted: wanted, there: inventory)
  }

  /// From the archives' indexes alone: no guest is started for it.
  private func tellPendingUpdates(_ built: [PlannedImage]) async {
    guard !options.settings.isOffline, !Task.isCancelled else { return }
    let check = FreshnessCheck(
      store: store, securityMirror: options.settings.securityMirror, isOffline: false)
    for notice in await PendingUpdates(check: check).notices(for: built) { events(.notice(notice)) }
  }

  private func run(
    _ graph: JobGraph, of plan: Plan, _ snapshot: InputSnapshot?,
    onReport: @escaping @Sendable (JobReport) -> Void
  ) async throws {
    guard !graph.jobs.isEmpty else { return }
    let timings = store.history.timings()
    let forecast = Forecast(
      graph.entries(seconds: timings.expected(_:isContinued:)), capacity: options.capacity)
    events(.planned(jobs: graph.jobs.count, seconds: forecast.seconds))
    // Each image is a chain of its own to its sealing.
    let chains = graph.jobs.count { $0.name.kind == .image }
    let processors = options.capacity.guestProcessors(amongChains: chains)
    let run = Run(
      graph: graph, executor: executor,
      order: { jobs in order(jobs.map { snapshot?.applied(to: $0) ?? $0 }, guestProcessors: processors) },
      events: events, timings: timings, failsFast: !options.keepGoing, record: record, onReport: onReport
    ) { job, completion, isContinued in
      // A guess for the next run is not worth failing this one.
      if let completion {
        try? await store.history.remember(completion.seconds, of: job, isContinued: isContinued)
      }
      return try await conclude(job, of: plan)
    }
    try await run.perform(capacity: options.capacity)
  }

  private func order(_ jobs: [Job], guestProcessors: Int) -> JobOrder {
    JobOrder(
      jobs: jobs, store: JobOrder.StorePlace(root: store.root, sharedGroup: store.sharedGroup),
      settings: options.settings, guestProcessors: guestProcessors)
  }

  /// What is left to do of a job that went well, for whoever did it.
  ///
  /// - Returns: where an image's copy is.
  private func conclude(_ job: Job, of plan: Plan) async throws -> String? {
    do {
      switch job.task {
      case .layer(let task):
        guard try await store.layers.use(task.layer.key) else {
          throw BuildError(.changedMeanwhile, "layer \(task.layer.key.short) is gone: build again")
        }
      // What is one of several parts is not an image yet.
      case .seal where job.name.kind == .part: break
      case .seal, .publish:
        // At once: a run that is killed later has still made this image.
        try? remember(job.image, in: plan)
        try noteUntested(job.image)
        return try await deliver(job.image)
      case .convert: break
      case .bootTest, .inspect, .attest:
        // Beside the image, where that is.
        if let manifest = images.build(of: job.image) { try await delivery.attach(to: manifest) }
      }
      return nil
    } catch {
      let phase = job.name.kind == .image ? copying : nil
      throw context.recording(error, of: job.name, for: job.image, phase: phase)
    }
  }

  /// Sees to copies of the images that are there already. One that cannot be copied keeps no other from being built.
  private func copyReused(
    _ graph: JobGraph, of plan: Plan, onFailure: (JobReport) -> Void
  ) async throws {
    for image in plan.images where graph[image.jobName] == nil {
      do {
        events(.reused(image.jobName, path: try await deliver(image)))
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        let failure = context.recorded(error, of: image.jobName, for: image, phase: copying)
        onFailure(
          JobReport(
            name: image.jobName, appliance: image.appliance.name, outcome: .failed, failure: failure))
        events(.failed(image.jobName, failure))
      }
    }
  }

  /// Records of an image that is not to be tested that it was not.
  private func noteUntested(_ image: PlannedImage) throws {
    guard let reason = options.whyUntested, let manifest = images.build(of: image),
      try images.attachment(.tests, of: manifest.id) == nil
    else { return }
    try images.attach(TestReport(untested: DescribedImage(manifest), because: reason), to: manifest.id)
    events(.notice("\(image.stem) is NOT TESTED (\(reason)): its record says so"))
  }

  private var copying: String { "copying to \(options.output)" }

  /// Sees to a copy of an image in the output folder.
  ///
  /// - Returns: where it is.
  private func deliver(_ image: PlannedImage) async throws -> String {
    do {
      guard let manifest = images.build(of: image) else {
        throw BuildError(.changedMeanwhile, "\(image.stem) is no longer in the store: build again")
      }
      try await delivery.run(manifest)
      return delivery.path(of: manifest)
    } catch {
      throw FullFileSystem(paths: [options.output], store: store.root).explained(error)
    }
  }

  /// What became of an image, for the next run and for who asks why.
  private func remember(_ result: BuildReport.Image, of image: PlannedImage, in plan: Plan) throws {
    switch result.outcome {
    case .built, .reused:
      try remember(image, in: plan)
      store.logs.forgetFailure(of: result.name)
    case .skipped: if let failure = result.failure { store.logs.remember(failure) }
    case .failed: break
    }
  }

  /// Of an error that carries a record, that; others leave nothing undone, so that theirs is written down nowhere.
  @Sendable private func record(_ error: any Error, of job: Job) -> FailureRecord {
    context.record(error, of: job.name, for: job.image)
  }

  /// What the image is made of now, for the reasons of the next plan.
  private func remember(_ image: PlannedImage, in plan: Plan) throws {
    try store.history.remember(image.layers.compactMap(plan.layer).map(\.record), of: image.appliance.name)
  }
}

extension [JobReport] {
  /// Adds the jobs that an interrupted run did not end.
  fileprivate mutating func skip(unfinished graph: JobGraph) {
    let ended = Set(map(\.name))
    self += graph.jobs.filter { !ended.contains($0.name) }
      .map { JobReport(name: $0.name, appliance: $0.image.appliance.name, outcome: .skipped) }
  }

  /// Adds what a run did not come to once its images were there.
  ///
  /// - Throws: the error itself where more than these is left to be done.
  fileprivate mutating func add(
    unfinished graph: JobGraph, because error: BuildError, _ record: (any Error, Job) -> FailureRecord
  ) throws {
    let ended = Set(map(\.name))
    let left = graph.jobs.filter { !ended.contains($0.name) }
    guard !isEmpty, left.allSatisfy({ $0.name.kind.isAfterImage }) else { throw error }
    self += left.map {
      JobReport(
        name: $0.name, appliance: $0.image.appliance.name, outcome: .failed, failure: record(error, $0))
    }
  }
}

/// What a user may choose for a run.
public struct BuildOptions: Sendable {
  /// Where copies of images go.
  public var output: String
  /// How each of its jobs is done.
  public var settings: JobSettings
  /// What jobs may take of this host together.
  public var capacity: Capacity
  /// Go on with other jobs after one has failed.
  public var keepGoing: Bool
  /// The values of secrets.
  public var secrets: [SecretSource: String]
  /// Who says that images are not to be tested, such as `--no-test`: their records tell. nil where nobody says so.
  public var whyUntested: String?
  /// Whether a run that is interrupted reports what it has done by then, instead of throwing.
  public var reportsInterruption = false

  public init(
    output: String = "out", settings: JobSettings = JobSettings(), capacity: Capacity = .ofHost(),
    keepGoing: Bool = false,
    secrets: [SecretSource: String] = [:]
  ) {
    self.output = output
    self.settings = settings
    self.capacity = capacity
    self.keepGoing = keepGoing
    self.secrets = secrets
  }
}
