import Builds
import Files
public import Foundation
import Images
import Jobs
import Planning
import Storage

/// Builds everything, boots each new image once, and finds out what there is to report.
public struct NightlyRun: Sendable {
  private let store: Store
  private let host: BuildHost
  /// The folder that earlier reports are in.
  private let reports: ReportFolder
  private let bootLimit: Duration
  private let events: EventSink

  /// - Parameter bootLimit: from a machine's start to the login, with KVM; scaled where guests run slower.
  public init(
    store: Store, host: BuildHost, reports: ReportFolder, bootLimit: Duration = .seconds(120),
    events: @escaping EventSink
  ) {
    self.store = store
    self.host = host
    self.reports = reports
    self.bootLimit = bootLimit
    self.events = events
  }

  /// - Parameter begun: when the run began, before it was planned.
  /// - Throws: cancellation only; what else goes wrong is in the report.
  public func perform(_ order: NightlyOrder, begun: Date) async throws -> NightlyReport {
    let plan = order.plan
    var findings = NightlyFindings(
      images: plan.images, refused: order.refused, problems: order.problems, notices: order.notices,
      earlier: reports.earlier())
    findings.buildStart = Date.now.timeIntervalSince(begun)
    do {
      let builder = Builder(
        store: store, options: order.options, host: host, executor: try order.executor(on: host),
        events: events)
      let wanted = Wanted(bootTest: Wanted.BootTest(limit: bootLimit))
      findings.build = try await builder.build(plan, wanted: wanted)
      describe(plan, &findings)
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      findings.problems.append("\(error)")
    }
    // Also after a full disk: that the next night has room.
    do {
      let garbage = try prune(order.retention)
      findings.freed = garbage.freedBytes
      findings.notices += garbage.imageFault.map { [$0] } ?? []
    } catch {
      findings.problems.append("\(error)")
    }
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

  /// Frees the layers that nothing has needed for a fortnight, and the builds of images that need not be kept.
  private func prune(_ retention: BuildRetention.Limits) throws -> GarbageCollection.Report {
    try GarbageCollection(store: store, limits: LayerRetention.Limits(), retention: retention)
      .run(isDryRun: false)
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
    let appliances = findings.appliances
    let jobs = findings.jobs
    let end = Date.now
    return NightlyReport(
      start: begun.inWholeSeconds, end: end.inWholeSeconds, seconds: end.timeIntervalSince(begun),
      passed: findings.problems.isEmpty && appliances.allSatisfy(\.isGood), host: hostName(),
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
      bytes: descriptor.disks.compactMap(\.file?.size).reduce(0, +), packages: descriptor.kiln.packages,
      built: descriptor.kiln.built, key: build.key, layer: build.layers[build.layers.count - 1])
  }
}
