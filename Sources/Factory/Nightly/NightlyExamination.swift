import Foundation
import Freshness
import Images
import Imaging
import Jobs
import Media
import Storage

/// Finds out what there is to say of a night's builds, one after the other.
struct NightlyExamination {
  private let store: Store
  private let checks: NightlyChecks
  /// Earlier runs, the last one first.
  private let earlier: [NightlyReport]
  private let audit: ImageAudit
  private let host: BuildHost
  /// Why the site's data about vulnerabilities cannot be had: they are not asked for again for each image.
  private var missingData: String?

  /// How long a verdict of an earlier night may stand for an image that would have to be read again.
  private static let longestStanding = 7 * 86_400.0
  private static let interruption = "the run was interrupted"

  init(store: Store, host: BuildHost, checks: NightlyChecks, earlier: [NightlyReport]) {
    self.store = store
    self.host = host
    self.checks = checks
    self.earlier = earlier
    audit = ImageAudit(
      cache: store.mediaCache,
      downloader: Downloader(.init(proxy: checks.proxy, isOffline: checks.isOffline)))
  }

  /// - Parameters:
  ///   - isGood: whether it is worth judging: one that failed is not handed out.
  ///   - updates: of its packages; nil where nobody asked.
  mutating func findings(
    of build: ImageManifest, isGood: Bool, updates: ImageFreshness.Verdict?
  ) async -> BuildFindings {
    var findings = store.findings(of: build.id, knowing: checks.keys)
    guard isGood else { return findings }
    findings.take(updates)
    // Who interrupts it does not want to wait.
    guard !Task.isCancelled else {
      let wanted: [(BuildFindings.Subject, Bool)] = [
        (.vulnerabilities, !checks.sources.isEmpty), (.policy, checks.policy != nil),
      ]
      findings.unchecked += wanted.map { .init($0, because: Self.interruption, wanted: $1) }
      return findings
    }
    let audited = await auditing(build, &findings)
    await judge(build, audited, &findings)
    return findings
  }

  private mutating func auditing(
    _ build: ImageManifest, _ findings: inout BuildFindings
  ) async -> VulnerabilityAudit? {
    func leave(_ why: String, wanted: Bool = true) {
      findings.unchecked.append(.init(.vulnerabilities, because: why, wanted: wanted))
    }
    guard !checks.sources.isEmpty else {
      leave("the site file names no data about them", wanted: false)
      return nil
    }
    if let missingData {
      leave(missingData)
      return nil
    }
    guard let bytes = try? store.images.attachment(.cycloneDX, of: build.id),
      let bill = try? BillOfMaterials(cycloneDX: bytes, name: "\(build.id)")
    else {
      leave("its SBOM is not there")
      return nil
    }
    do {
      let found = try await audit.audit(bill, against: checks.sources)
      findings.vulnerabilities = BuildFindings.Vulnerabilities(found)
      return found
    } catch {
      let isInterrupted = error is CancellationError
      if !isInterrupted { missingData = "\(error)" }
      leave(isInterrupted ? Self.interruption : "\(error)")
      return nil
    }
  }

  /// Opens the disks of an image only where what is in them is not known any more, and no verdict of the last days stands.
  private func judge(
    _ build: ImageManifest, _ audit: VulnerabilityAudit?, _ findings: inout BuildFindings
  ) async {
    guard let rules = checks.policy else {
      findings.unchecked.append(.init(.policy, because: "the site file names none"))
      return
    }
    let knowledge = ImageAdmission.Knowledge(
      trust: checks.keys.isEmpty ? nil : VerifyRun.Trust(checks.keys),
      audit: audit.map { audit in { @Sendable _ in audit } })
    let admission = ImageAdmission(store: store, host: host, knowledge: knowledge)
    let now = Date.now
    if !admission.isQuick("\(build.id)"), let old = verdict(on: build, by: rules.digest),
      now.timeIntervalSince(old.when) < Self.longestStanding
    {
      findings.policy = old
      return
    }
    do {
      let outcome = try await admission.admit("\(build.id)", by: rules.policy, now: now)
      findings.policy = BuildFindings.PolicyVerdict(outcome, digest: rules.digest, when: now)
    } catch {
      let why = error is CancellationError ? Self.interruption : "\(error)"
      findings.unchecked.append(.init(.policy, because: why, wanted: true))
    }
  }

  /// What the same policy said of it in an earlier night.
  private func verdict(on build: ImageManifest, by digest: String) -> BuildFindings.PolicyVerdict? {
    earlier.lazy.compactMap { report in
      report.appliances.first { $0.name == build.id.name }?.findings
    }.filter { $0.build == build.id.label }.compactMap(\.policy).first { $0.digest == digest }
  }
}

extension BuildFindings {
  /// Takes what archives say of its packages.
  mutating func take(_ verdict: ImageFreshness.Verdict?) {
    switch verdict {
    case .known(let found):
      let security = found.count { $0.package.isSecurity }
      updates = Updates(security: security, other: found.count - security)
    case .unknown(let why, _): unchecked.append(.init(.updates, because: why))
    case .notBuilt, nil: unchecked.append(.init(.updates, because: "no archive was asked"))
    }
  }
}
