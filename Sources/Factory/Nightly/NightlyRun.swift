import Builds
import Files
public import Foundation
import Imaging
import Jobs
public import Planning
import Storage

/// Builds everything, boots each new image once, and finds out what there is to report.
public struct NightlyRun: Sendable {
  private let workshop: Workshop
  private let builder: Builder
  /// The folder that earlier reports are in.
  private let reports: ReportFolder
  private let bootLimit: Duration

  /// - Parameters:
  ///   - options: goes on after a failure, whatever they say.
  ///   - bootLimit: from a machine's start to the login, with KVM; scaled where guests run slower.
  public init(
    store: Store, options: BuildOptions, host: BuildHost, reports: ReportFolder,
    bootLimit: Duration = .seconds(120), events: @escaping EventSink
  ) {
    var options = options
    options.keepGoing = true
    workshop = Workshop(store: store, options: options, host: host, events: events)
    builder = Builder(store: store, options: options, host: host, events: events)
    self.reports = reports
    self.bootLimit = bootLimit
  }

  /// - Parameters:
  ///   - begun: when the run began, before it was planned.
  ///   - refused: appliances that cannot be planned.
  ///   - problems: what else was found wrong.
  ///   - notices: what is worth knowing, though nothing is wrong with it.
  /// - Throws: cancellation only; what else goes wrong is in the report.
  public func perform(
    _ plan: Plan, begun: Date, refused: [NightlyRefusal] = [], problems: [String] = [],
    notices: [String] = []
  ) async throws -> NightlyReport {
    var findings = NightlyFindings(
      images: plan.images, refused: refused, problems: problems, notices: notices, earlier: reports.earlier())
    findings.buildStart = Date.now.timeIntervalSince(begun)
    do {
      findings.build = try await builder.build(plan)
      try await boot(plan, begun: begun, &findings)
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      findings.problems.append("\(error)")
    }
    // Also after a full disk: that the next night has room.
    do {
      findings.freed = try prune()
    } catch {
      findings.problems.append("\(error)")
    }
    look(&findings, since: begun)
    return await report(findings, begun: begun)
  }

  private func boot(_ plan: Plan, begun: Date, _ findings: inout NightlyFindings) async throws {
    let present = zip(plan.images, findings.build.images).filter { $1.outcome.isGood }.compactMap {
      image, _ in
      ImageFiles(folder: workshop.options.output, image: image).described.map { (image, $0) }
    }
    findings.bootStart = Date.now.timeIntervalSince(begun)
    findings.checks = try await BootChecks(workshop: workshop, limit: bootLimit).run(present)
    for (image, descriptor) in present {
      findings.descriptors[image.appliance.name] = NightlyReport.Image(
        descriptor, layer: image.leaf, folder: workshop.options.output)
    }
  }

  /// Frees the layers that nothing has needed for a fortnight.
  ///
  /// - Returns: their bytes.
  private func prune() throws -> UInt64 {
    let garbage = GarbageCollection(store: workshop.store, limits: GarbagePlan.Limits())
    return try garbage.run(isDryRun: false).layers.filter(\.verdict.isFreed).reduce(0) { $0 + $1.layer.bytes }
  }

  /// What the store's logs tell.
  private func look(_ findings: inout NightlyFindings, since begun: Date) {
    let store = workshop.store
    for result in findings.build.images {
      let logs = ApplianceLogs(store: store, appliance: result.name)
      findings.logs[result.name] = logs.paths
      if result.outcome == .failed { findings.failures[result.name] = logs.failure(since: begun) }
    }
    findings.packages = { key in
      let packages = (try? StoredPackages.read(of: key, in: store))?.packages
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
      start: begun.ISO8601Format(), end: end.ISO8601Format(), seconds: end.timeIntervalSince(begun),
      passed: findings.problems.isEmpty && appliances.allSatisfy(\.isGood), host: hostName(),
      // Asking costs a trial, and was done already where anything ran.
      accelerator: jobs.isEmpty ? nil : try? await workshop.host.accelerator().rawValue,
      tools: try? await workshop.host.tools(), problems: findings.problems, notices: findings.notices,
      appliances: appliances,
      jobs: jobs,
      freed: findings.freed)
  }
}

extension NightlyReport.Image {
  fileprivate init(_ descriptor: Descriptor, layer: LayerKey, folder: String) {
    let files = descriptor.disks.compactMap(\.file)
    let system = descriptor.disks.first { $0.type == "os" }?.file ?? files.first
    self.init(
      path: URL(fileURLWithPath: "\(folder)/\(system?.path ?? "")").standardizedFileURL.path,
      bytes: files.reduce(0) { $0 + $1.size }, packages: descriptor.kiln.packages,
      built: descriptor.kiln.built, key: descriptor.kiln.key, layer: layer)
  }
}
