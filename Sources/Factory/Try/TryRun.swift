import Builds
import Failures
import Foundation
import Guest
import Images
import Jobs
import Planning
import Provisioning
import Recipes
import Storage

/// Tries an appliance's own steps over its parent: in one session, again whenever its recipe or what it names has changed.
public actor TryRun {
  private struct Bench {
    let trial: Trial
    let folder: WorkFolder
    let log: JobLog
  }

  private let request: BuildRequest
  private let host: BuildHost
  private let read: @Sendable () throws -> Project
  private let events: EventSink
  private let onLine: @Sendable (String) -> Void
  /// nil before the first try that came so far, and where the appliance had to be ended.
  private var bench: Bench?
  /// The folders that what is tried is read from, also those of a recipe that is broken now.
  public private(set) var folders: Set<String> = []

  /// - Parameters:
  ///   - request: for one recipe.
  ///   - events: told of what is built first, where the parent is missing, and of whatever is worth knowing.
  ///   - onLine: gets each line that steps and commands print; from any thread.
  ///   - read: reads the recipes as they stand, again for each try.
  public init(
    _ request: BuildRequest, host: BuildHost, events: @escaping EventSink,
    onLine: @escaping @Sendable (String) -> Void, reading read: @escaping @Sendable () throws -> Project
  ) {
    self.request = request
    self.host = host
    self.events = events
    self.onLine = onLine
    self.read = read
  }

  /// What is to be done again.
  public enum Extent: Sendable {
    /// What has changed, or has not gone well; that may be nothing.
    case changed
    /// The same, or all where that is nothing.
    case changedOrAll
    case all
  }

  /// What a try that went well has come to.
  public struct Outcome: Hashable, Sendable {
    /// The steps that were carried out, counted from 0; nil where nothing had changed.
    public var steps: Range<Int>?
  }

  /// Carries out the appliance's steps, from the first that has changed; the first time all, once the parent is there.
  ///
  /// - Throws: `Diagnostics` for what is wrong with a recipe; `RecordedFailure` for a step that failed, without the lines that
  ///   were passed on; `BuildError`, `GuestError`; ``TryError``.
  public func attempt(_ extent: Extent) async throws -> Outcome {
    let project = try read()
    var request = request
    request.names = try request.names.map(project.name)
    folders.formUnion(project.library.folders(of: request.names))
    let (plan, secrets, _) = try await project.plan(request)
    guard let image = plan.images.first, let layer = plan.ownLayer(of: image), let parent = layer.parent
    else { throw TryError("\(request.names.joined()) has no steps of its own: there is nothing to try") }
    folders.formUnion(layer.steps.flatMap { $0.action.sources }.flatMap(\.folders))
    let options = try project.options(request, secrets)
    let store = project.store
    if bench == nil { try await makeLayers(image.layers.prefix { $0 != layer.key }, plan, options, store) }
    let context = BuildContext(
      store: store, settings: options.settings, secrets: options.secrets, host: host, events: events)
    let name = JobName(kind: .layer, key: layer.key, label: "\(layer.name)")
    do {
      return try await attempt(extent, on: parent, in: store) { folder, log in
        LayerJob(context: context, name: name, image: image, layer: layer, folder: folder, log: log)
      }
    } catch let error as GuestError where error.endsSession {
      await close()
      throw error
    } catch let failure as StepFailure {
      // Its time was over, which ended the appliance.
      if failure.status == nil { await close() }
      var record = context.record(failure, of: name, for: image, log: bench?.log.path)
      record.evidence.removeAll { $0.source == .step }
      if record.cause == .scriptFailed { record.advice = "read the step's lines above" }
      throw RecordedFailure(record: record)
    }
  }

  private func attempt(
    _ extent: Extent, on parent: LayerKey, in store: Store, _ makeJob: (WorkFolder, JobLog) -> LayerJob
  ) async throws -> Outcome {
    let isNew = bench == nil
    if isNew { bench = try await prepare(on: parent, in: store, makeJob) }
    guard let bench else { throw CancellationError() }
    let job = makeJob(bench.folder, bench.log)
    let first: Int
    switch (await bench.trial.retry(job.layer), extent) {
    case (.otherBase, _):
      throw TryError("what \(job.layer.name) stands on has changed: quit, and start 'kiln try' again")
    case (.nothing, .changed) where !isNew: return Outcome()
    case (_, .all), (.nothing, _): first = 0
    case (.from(let step), _): first = step
    }
    try await bench.trial.run(job, from: first)
    return Outcome(steps: first..<job.layer.steps.count)
  }

  private func prepare(
    on parent: LayerKey, in store: Store, _ makeJob: (WorkFolder, JobLog) -> LayerJob
  ) async throws -> Bench {
    let name = "try-\(getpid())"
    guard let folder = try store.scratch(name) else { throw TryError("\(store.work)/\(name) is locked") }
    do {
      let log = try JobLog(in: folder, listener: onLine)
      let job = makeJob(folder, log)
      for key in job.image.layers.prefix(while: { $0 != job.layer.key }) {
        guard try await store.layers.use(key) else {
          throw TryError("layer \(key.short) is gone: start 'kiln try' again")
        }
      }
      return Bench(trial: try await Trial.open(job, on: parent), folder: folder, log: log)
    } catch {
      folder.discard()
      throw error
    }
  }

  /// Builds what the appliance's own layer stands on, where it is missing.
  private func makeLayers(
    _ layers: some Sequence<LayerKey>, _ plan: Plan, _ options: BuildOptions, _ store: Store
  ) async throws {
    let builder = Builder(store: store, options: options, host: host, events: events)
    let failed = try await builder.make(Set(layers), of: plan).first { $0.failure != nil }
    if let failed { throw TryError("\(failed.name), which it stands on, was not built") }
  }

  /// Runs a script in the guest as the last try has left it; the next one knows nothing of it.
  ///
  /// - Parameter onLine: gets what it prints; nil: it goes where steps' lines go.
  /// - Returns: its exit status; nil where its time was over.
  /// - Throws: ``TryError`` where no try has come as far as a guest; `GuestError`.
  public func look(
    _ script: String, onLine: (@Sendable (String) -> Void)? = nil
  ) async throws -> Int32? {
    guard let bench else { throw TryError("there is no guest yet to run that in: press Enter for a try") }
    return try await bench.trial.look(script, onLine: onLine ?? self.onLine).status
  }

  /// Ends the appliance, and throws away all that was made.
  public func close() async {
    await bench?.trial.close()
    bench?.folder.discard()
    bench = nil
  }
}

/// Why nothing can be tried.
public struct TryError: Error, Hashable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}

extension GuestError {
  /// Whether nothing more can be done in the session.
  fileprivate var endsSession: Bool {
    switch self {
    case .path, .unknownAccount, .command, .unlockedPasswords: false
    case .launch, .call, .timedOut, .closed, .operatingSystems, .channel: true
    }
  }
}

extension Plan {
  /// The layer of an appliance's own recipe; nil where that has no steps.
  fileprivate func ownLayer(of image: PlannedImage) -> PlannedLayer? {
    image.layers.compactMap(layer).last { !$0.name.isInstall && $0.name.recipe == image.appliance.name }
  }
}

extension Library {
  /// Those of recipes' files and their ancestors'.
  fileprivate func folders(of names: [String]) -> Set<String> {
    var folders: Set<String> = []
    var waiting = names
    var seen: Set<String> = []
    while let recipe = waiting.popLast().flatMap({ self[$0] }) {
      guard seen.insert(recipe.name).inserted else { continue }
      folders.insert(URL(fileURLWithPath: recipe.file).deletingLastPathComponent().path)
      if let parent = recipe.parent, self[parent] != nil { waiting.append(parent) }
    }
    return folders
  }
}

extension Source {
  /// Those that a change to it is seen in.
  fileprivate var folders: [String] {
    let own = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard case .folder(_, let entries) = content else { return [own] }
    return [own, path]
      + entries.compactMap { if case .folder = $0.kind { "\(path)/\($0.path)" } else { nil } }
  }
}
