import Digests
import Files
import Freshness
import Images
import Imaging
import Jobs
import Media
import Planning
import Recipes

/// What a site wants to be known of its images every night, beside what builds are told of.
struct NightlyChecks: Sendable {
  /// nil where the site names none.
  var policy: NightlyPolicy?
  /// Data about vulnerabilities; empty where the site names none.
  var sources: [ImageAudit.Source] = []
  var proxy: String?
  var isOffline = false
  /// Those that may have signed.
  var keys = TrustedKeys([])
  /// nil where no archive can be asked.
  var pending: PendingUpdates?

  /// A site's policy as its file was when the night began.
  struct NightlyPolicy: Sendable {
    var policy: Policy
    /// SHA-256 of its file, hexadecimal.
    var digest: String
  }

  /// Which packages have newer versions now, by appliance; nothing of one that is not asked about.
  ///
  /// - Parameter isOver: whether whoever runs the night no longer wants to wait.
  func updates(of images: [PlannedImage], isOver: Bool) async -> [String: ImageFreshness.Verdict] {
    guard let pending, !isOver else { return [:] }
    let found = await pending.freshness(of: images)
    if found.isEmpty {
      return Dictionary(
        images.map { ($0.appliance.name, .unknown(pending.silence)) }, uniquingKeysWith: { first, _ in first }
      )
    }
    return Dictionary(found.map { ($0.name, $0.verdict) }, uniquingKeysWith: { first, _ in first })
  }
}

extension Project {
  /// What the site wants to be known of images.
  ///
  /// - Returns: also what is wrong with what the site names, which keeps nothing from being built.
  func nightlyChecks(isOffline: Bool) -> (NightlyChecks, problems: [String]) {
    var checks = NightlyChecks()
    var problems: [String] = []
    checks.sources = (site?.vulnerabilities ?? []).map(ImageAudit.Source.init)
    checks.proxy = site?.proxy
    checks.isOffline = isOffline
    checks.pending = PendingUpdates(check: freshnessCheck(isOffline: isOffline), limit: .seconds(120))
    do {
      checks.policy = try site?.policy.map { path in
        let policy = try Policy(path: path)
        return NightlyChecks.NightlyPolicy(
          policy: policy, digest: sha256(Array(try PlainFile.contents(path) ?? .init())))
      }
    } catch {
      problems.append("\(error)")
    }
    do {
      checks.keys =
        try SigningSettings(site?.signing, environment: environment)?.trustedKeys() ?? checks.keys
    } catch {
      problems.append("\(error)")
    }
    return (checks, problems)
  }
}
