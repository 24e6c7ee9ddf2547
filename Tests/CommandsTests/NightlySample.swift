import Builds
import Factory
import Foundation
import Planning

@testable import Factory
@testable import Images
@testable import Storage

/// A night of a dozen appliances, with one of everything that can go wrong.
extension NightlyReport {
  static let sample = NightlyReport(
    start: "2026-11-21T02:00:07Z", end: "2026-11-21T02:51:30Z", seconds: 3083, passed: false,
    unreadable: ["/srv/recipes/draft.yaml"],
    host: "builder.example.org", accelerator: "kvm",
    tools: Tools(kiln: "0.1.0", qemu: "7.2.22", libguestfs: "1.48.6"),
    problems: ["/srv/recipes/draft.yaml:3:1: expected a mapping entry"],
    notices: [
      "shop: whether it is outdated is unknown, and it is kept: its layer has no list of packages"
    ], appliances: sampleAppliances.withTrends(over: sampleEarlier, to: "2026-11-21T02:00:07Z"),
    jobs: sampleJobs)

  /// A week, in which one image was not built once and grew.
  private static let sampleEarlier = (1...7).map { day in
    var night = NightlyReport(
      start: "2026-11-21T02:00:07Z" - Double(day * 86400), end: "2026-11-21T02:40:00Z" - Double(day * 86400),
      seconds: 2393, passed: true, host: "builder.example.org", problems: [], notices: [],
      appliances: sampleAppliances, jobs: [])
    for index in night.appliances.indices {
      night.appliances[index].image?.bytes -= UInt64(day * day) << 20
      night.appliances[index].findings?.updates?.other += 2 * day
      if day == 3 { night.appliances[index].outcome = .failed }
    }
    return night
  }

  private static let sampleAppliances = [
    good(
      "debian-13", "13", parent: nil, .built,
      ["debian-13 (installed): 14 of its packages have newer versions"]
    )
    .found { sample in
      sample.sbom?.change = .init(
        since: "13+20261120T020400Z", packages: sampleChanges, components: PackageChanges(from: [:], to: [:]))
    }
    .booted(21).changed(bytes: 1_310_720, packages: 1, sampleChanges),
    good("base", "1.4.0", parent: "debian-13", .built, ["base: its parent debian-13 is rebuilt"]).booted(22)
      .found { $0.residue?.allowed = [.init(reason: "a sample", count: 2, first: "/srv/key: private key")] },
    good("mail", "3.0.1", parent: "base", .built, ["mail: its parent base is rebuilt"]).booted(25)
      .changed(bytes: -40960, packages: -2, nil)
      .found { sample in
        sample.policy?.admitted = false
        sample.policy?.broken = [
          .init(
            rule: "root_login", outcome: .failed, evidence: ["sshd lets root in by password"],
            place: "/etc/kiln/policy.yaml:4:1")
        ]
      },
    bad(
      "web", "1.2.0", parent: "base",
      Failure(
        cause: "script-failed", message: "web.yaml:9:13: script scripts/harden.sh failed: exit status 3",
        advice: "read the step's last lines; 'kiln log web' has all of them",
        lastLines: [
          "+ sysctl --system", "sysctl: cannot stat /proc/sys/net/ipv4/x: No such file or directory",
        ])),
    skipped("shop", "2.0.0", parent: "web"),
    skipped("shop-test", "2.0.0", parent: "shop"),
    good("wiki", "1.0.0", parent: "base", .built, ["wiki: files/index.html changed"]).dead()
      .found { $0.tests?.failed = [.init(name: "boot", message: "its kernel panicked")] },
    good("rocky-9", "9.6", parent: nil, .reused, []).found { $0.policy?.when = "2026-11-18T02:10:00Z" }
      .booted(31).changed(bytes: 0, packages: 0, nil),
    good("compute", "5.1", parent: "rocky-9", .reused, []).booted(33)
      .found { sample in
        sample.policy = nil
        sample.unchecked = [.init(.policy, because: "libguestfs' appliance did not start", wanted: true)]
      },
    good("login", "5.1", parent: "rocky-9", .built, ["login: packages changed from 'tmux' to 'tmux screen'"])
      .booted(34)
      .changed(bytes: 52_428_800, packages: 3, nil),
    Appliance(
      name: "lab", parent: "rocky-9", outcome: .failed, reasons: [], seconds: 0,
      failure: Failure(
        cause: "recipe", message: "lab.yaml:7:12: unknown key 'pakages' (did you mean 'packages'?)",
        lastLines: []),
      logs: []),
    good("windows-tools", "1", parent: "freedos", .reused, []).unchecked(),
  ]

  private static let sampleChanges = PackageChanges(
    from: ["libssl3": "3.5.1-1", "linux-image": "6.12.41-1", "old": "1"],
    to: ["libssl3": "3.5.4-1~deb13u1", "linux-image": "6.12.57-1", "zstd": "1.5.7", "new": "2"])

  private static let sampleJobs = [
    job(.layer, "debian-13 (installed)", 4, 700, reason: "14 of its packages have newer versions"),
    job(.layer, "login", 6, 95, reason: "packages changed"), job(.image, "login-5.1", 101, 12),
    job(.layer, "debian-13", 704, 60), job(.image, "debian-13-13", 764, 14), job(.layer, "base", 764, 160),
    job(.image, "base-1.4.0", 924, 14), job(.layer, "mail", 924, 210), job(.layer, "web", 938, 44, .failed),
    job(.layer, "wiki", 982, 300), job(.image, "mail-3.0.1", 1134, 16), job(.image, "wiki-1.0.0", 1282, 15),
    job(.check, "boot of debian-13-13", 1300, 21), job(.check, "boot of base-1.4.0", 1300, 22),
    job(.check, "boot of mail-3.0.1", 1321, 25), job(.check, "boot of login-5.1", 1322, 34),
    job(.check, "boot of wiki-1.0.0", 1346, 1700, .failed),
  ]

  private static func job(
    _ kind: JobName.Kind, _ label: String, _ start: Double, _ seconds: Double, _ outcome: JobOutcome = .built,
    reason: String? = "its parent is rebuilt"
  ) -> Job {
    Job(
      kind: kind, label: label, appliance: label, outcome: outcome, start: start, seconds: seconds,
      reason: kind == .layer ? reason : nil)
  }

  private static func good(
    _ name: String, _ version: String, parent: String?, _ outcome: JobOutcome, _ reasons: [String]
  ) -> Appliance {
    var appliance = Appliance(
      name: name, version: version, title: name, parent: parent, outcome: outcome, reasons: reasons,
      seconds: outcome == .built ? Double(60 + name.count * 20) : 0, logs: [])
    let key = LayerKey(hex: String(repeating: "ab", count: 32))
    appliance.image = Image(
      path: "/srv/images/\(name)-\(version).qcow2", bytes: 190_000_000 + UInt64(name.count) * 3_000_000,
      packages: 220 + name.count, built: "2026-11-21T02:20:00Z", key: key, layer: key)
    if outcome == .built { appliance.logs = ["/var/lib/kiln/logs/\(name)/\(name)-provision.log"] }
    return appliance
  }

  fileprivate static func findings(of name: String, _ version: String) -> BuildFindings {
    var findings = BuildFindings(of: BuildID(name: name, version: version, build: "20261121T022000Z"))
    let image = DescribedImage(name: name, version: version)
    findings.tests = .init(
      TestReport(of: image, tests: (1...12).map { TestCase("\($0)", .system, .passed) }, seconds: 41))
    findings.residue = .init(ResidueReport(image: image, findings: [], checked: []))
    findings.sbom = .init(packages: 220 + name.count, components: name.count % 3, change: nil)
    findings.signature = .init(keys: [.init(id: String(repeating: "3f", count: 32), name: "builder")])
    findings.updates = .init(security: name.count % 2, other: name.count)
    findings.vulnerabilities = .init(
      counts: [.init(severity: .high, fixed: 1, unfixed: 3), .init(severity: .low, fixed: 0, unfixed: 20)],
      data: [.init(name: "/srv/debian.json", kind: .debian, date: "2026-11-20T23:00:00Z", records: 4100)])
    findings.policy = .init(
      title: "Grid site", file: "/etc/kiln/policy.yaml", digest: String(repeating: "cd", count: 32),
      when: "2026-11-21T02:40:00Z", admitted: true, rules: 9, broken: [])
    return findings
  }

  private static func bad(_ name: String, _ version: String, parent: String?, _ failure: Failure) -> Appliance
  {
    Appliance(
      name: name, version: version, title: name, parent: parent, outcome: .failed, reasons: [], seconds: 44,
      failure: failure, logs: ["/var/lib/kiln/logs/\(name)/\(name)-provision.log"])
  }

  private static func skipped(_ name: String, _ version: String, parent: String?) -> Appliance {
    var appliance = bad(name, version, parent: parent, Failure("not built, because web failed"))
    (appliance.outcome, appliance.logs, appliance.seconds) = (.skipped, [], 0)
    return appliance
  }
}

extension NightlyReport.Appliance {
  private func with(_ change: (inout Self) -> Void) -> Self {
    var result = self
    change(&result)
    return result
  }

  fileprivate func booted(_ seconds: Double) -> Self {
    with { $0.boot = BootResult(outcome: .booted, when: "2026-11-21T02:30:00Z", seconds: seconds) }
  }

  /// - Parameter change: what is known of it that is not as usual.
  fileprivate func found(_ change: (inout BuildFindings) -> Void) -> Self {
    with {
      var findings = NightlyReport.findings(of: name, version ?? "")
      change(&findings)
      $0.findings = findings
    }
  }

  fileprivate func unchecked() -> Self {
    with {
      $0.boot = BootResult(
        outcome: .unchecked, when: "2026-11-21T02:30:00Z", message: "not checked: no serial console")
    }
  }

  fileprivate func dead() -> Self {
    with {
      $0.boot = BootResult(
        outcome: .failed, when: "2026-11-21T02:50:00Z", seconds: 1700, message: "its kernel panicked",
        lastLines: ["[    2.1] VFS: Cannot open root device", "[    2.2] Kernel panic - not syncing: VFS"],
        log: "/var/lib/kiln/logs/wiki/boot/serial.log", screenshot: "/var/lib/kiln/logs/wiki/boot/screen.png")
      $0.logs.append("/var/lib/kiln/logs/wiki/boot/serial.log")
    }
  }

  fileprivate func changed(bytes: Int64, packages: Int, _ names: PackageChanges?) -> Self {
    with {
      $0.change = NightlyReport.Change(
        since: "2026-11-20T02:00:04Z", bytes: bytes, packages: packages, byName: names)
    }
  }
}
