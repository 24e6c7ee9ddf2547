import Builds
import Files
public import Foundation
import Images
import Jobs
import Planning
import Storage
import Synchronization

/// Builds everything, boots each new image once, and finds out what there is to report.
public struct NightlyRun: Sendable {
  private let store: Store
  private let host: BuildHost
  /// The folder that earlier reports are in.
  private let reports: ReportFolder
  private let bootLimit: Duration
  /// Whether an image that nobody has seen booting fails the night.
  private let requiresBoot: Bool
  private let events: EventSink

  /// - Parameter bootLimit: from a machine's start to the login, with KVM; scaled where guests run slower.
  public init(
    store: Store, host: BuildHost, reports: ReportFolder, bootLimit: Duration = BuildRequest.bootLimit,
    requiresBoot: Bool = false, events: @escaping EventSink
  ) {
    self.store = store
    self.host = host
    self.reports = reports
    self.bootLimit = bootLimit
    self.requiresBoot = requiresBoot
    self.events = events
  }

  /// - Parameter begun: when the run began, before it was planned.
  /// - Returns: the report of it; what goes wrong is in it, and so is that the run was interrupted.
  public func perform(_ order: NightlyOrder, begun: Date) async -> NightlyReport {
    let plan = order.plan
    var findings = NightlyFindings(
      images: plan.images, refused: order.refused, problems: order.problems, unreadable: order.unreadable,
      isInterrupted: order.isInterrupted, notices: order.notices, earlier: reports.earlier())
    findings.buildStart = Date.now.timeIntervalSince(begun)
    let started = Mutex<Set<JobName>>([])
    do {
      let builder = Builder(
        store: store, options: order.options, host: host, executor: try order.executor(on: host)
      ) { [events] event in
        if case .started(let job, _, _) = event { started.withLock { _ = $0.insert(job) } }
        events(event)
      }
      var wanted = order.wanted
      wanted.bootTest?.limit = bootLimit
      findings.build = try await builder.build(plan, wanted: wanted)
      describe(plan, &findings)
      await examine(plan, order.checks, &findings)
    } catch is CancellationError {
      findings.isInterrupted = true
    } catch {
      findings.problems.append("\(error)")
      findings.stop = "\(error)"
    }
    findings.begun = started.withLock(\.self)
    findings.isInterrupted = findings.isInterrupted || Task.isCancelled
    // Who interrupts it does not want to wait.
    if !findings.isInterrupted { prune(order.retention, &findings) }
    look(&findings)
    return await report(findings, begun: begun)
  }

  /// What the images that are there are.
  private func describe(_ plan: Plan, _ findings: inout NightlyFindings) {
    let images = store.images
    for (image, result) in zip(plan.images, findings.build.images) where result.outcome.isGood {
      guard let build = images.build(of: image), let path = result.path else { continue }
      findings.descriptors[image.appliance.name] = NightlyReport.Image(build, path: path)
    }
  }

  /// What is known of the builds that are there, be they good or not.
  private func examine(_ plan: Plan, _ checks: NightlyChecks, _ findings: inout NightlyFindings) async {
    let results = zip(plan.images, findings.build.images)
    let updates = await checks.updates(
      of: results.filter { $1.outcome.isGood }.map(\.0), isOver: findings.isInterrupted || Task.isCancelled)
    var examination = NightlyExamination(store: store, host: host, checks: checks, earlier: findings.earlier)
    for (image, result) in results {
      guard let build = store.images.build(of: image) else { continue }
      findings.builds[result.name] = await examination.findings(
        of: build, isGood: result.outcome.isGood, updates: updates[result.name])
    }
  }

  /// Frees the layers that nothing has needed for a fortnight, and the builds of images that need not be kept; also after a full
  /// disk, that the next night has room.
  private func prune(_ retention: BuildRetention.Limits, _ findings: inout NightlyFindings) {
    do {
      let garbage = try GarbageCollection(store: store, limits: LayerRetention.Limits(), retention: retention)
        .run(isDryRun: false)
      findings.freed = garbage.freedBytes
      findings.notices += garbage.imageFault.map { [$0] } ?? []
    } catch {
      findings.problems.append("\(error)")
    }
  }

  /// What the store's logs tell.
  private func look(_ findings: inout NightlyFindings) {
    for result in findings.build.images {
      findings.logs[result.name] = ApplianceLogs(store: store, appliance: result.name).paths
    }
    findings.packages = { key in
      let packages = (try? store.layers.packages(of: key))?.packages
      return packages.map {
        Dictionary($0.map { ($0.name, $0.version) }, uniquingKeysWith: { first, _ in first })
      }
    }
  }

  private func report(_ findings: NightlyFindings, begun: Date) async -> NightlyReport {
    let appliances = findings.appliances.withTrends(over: findings.earlier, to: begun.inWholeSeconds)
    let jobs = findings.jobs
    let end = Date.now
    let passed =
      findings.problems.isEmpty && !findings.isInterrupted && appliances.allSatisfy(\.isGood)
      && !(requiresBoot && appliances.contains(where: \.isUnbooted))
    return NightlyReport(
      start: begun.inWholeSeconds, end: end.inWholeSeconds, seconds: end.timeIntervalSince(begun),
      passed: passed, interrupted: findings.isInterrupted ? true : nil,
      unreadable: findings.unreadable.isEmpty ? nil : findings.unreadable, host: hostName(),
      // Asking costs a trial, and was done already where anything ran.
      accelerator: jobs.isEmpty ? nil : try? await host.accelerator().rawValue,
      tools: try? await host.tools(), problems: findings.problems, notices: findings.notices,
      appliances: appliances,
      jobs: jobs,
      freed: findings.freed)
  }
}

extension NightlyReport.Image {
  fileprivate init(_ build: ImageManifest, path: String) {
    let descriptor = build.descriptor
    self.init(
      path: URL(fileURLWithPath: path).standardizedFileURL.path,
      bytes: descriptor.files.reduce(0) { $0 + $1.size }, packages: descriptor.kiln.packages,
      built: descriptor.kiln.built, key: build.key, layer: build.layers[build.layers.count - 1])
  }
}
