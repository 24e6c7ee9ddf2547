import Failures
import Files
import Foundation
import Images
import Jobs
import Machine
import Planning
import Recipes
import Storage

/// Tests an image by booting it as it is described, from its own disks, on overlays that are thrown away. The guest reaches nothing outside,
/// unless its recipe says so.
///
/// In one boot the console is watched and SSH waited for; whoever is in first has one script run, which looks at everything.
public struct ImageTesting: Sendable {
  private let store: Store
  private let host: BuildHost

  public init(store: Store, host: BuildHost) {
    self.store = store
    self.host = host
  }

  /// What is known of the image beforehand.
  public struct Subject: Sendable {
    public var image: DescribedImage
    /// Whether its kernel writes to a serial console; nil where nobody knows.
    public var hasConsole: Bool?
    /// The names of its packages; nil where nobody knows.
    public var packages: Set<String>?

    public init(_ image: DescribedImage, hasConsole: Bool? = nil, packages: Set<String>? = nil) {
      self.image = image
      self.hasConsole = hasConsole
      self.packages = packages
    }
  }

  /// What came of it.
  public struct Findings: Sendable {
    public var report: TestReport
    /// From the machine's start to the first login; nil where there was none.
    public var bootSeconds: Double?
    public var evidence: BootEvidence
  }

  /// - Parameters:
  ///   - limit: from a machine's start until one can log in, with KVM, where the test itself has none.
  ///   - folder: where the console's log and what else is seen of a bad end go; what is there of an earlier test is removed.
  ///   - tell: told what is done.
  /// - Returns: what was found, good or bad.
  /// - Throws: what kept the image from being booted at all: `BuildError`, `MachineError`, `FileError`, `SubprocessError`,
  ///   `UnusableImage`; `CancellationError`.
  public func run(
    _ source: ImageSource, _ test: ImageTest, of subject: Subject, limit: Duration, evidence folder: String,
    tell: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws -> Findings {
    let start = ContinuousClock.now
    let evidence = try BootEvidence(folder: folder)
    let way = TestWay(test, subject).bySecureBoot(source.machine.firmware == .uefiSecure)
    if let reason = way.reasonForNothing {
      return Findings(report: TestReport(untested: subject.image, because: reason), evidence: evidence)
    }
    let limit = test.limit.map { Duration.seconds($0) } ?? limit
    var boot = try await boot(source, way, test, evidence, limit: limit, tell)
    // Emulation has faults of its own; one that has used up its time would do so again.
    if boot.mayBeTriedAgain {
      tell("booting once more")
      boot = try await self.boot(source, way, test, evidence, limit: limit, tell)
    }
    if test.bootsTwice {
      if let identity = boot.identity {
        tell("booting another machine of it")
        boot.results.append(
          try await secondBoot(source, way, test, evidence, limit: limit, otherThan: identity, tell))
      } else {
        boot.untested.append(.init("second boot", because: "the first machine could not be asked who it is"))
      }
    }
    let seconds = start.duration(to: .now).inSeconds
    let report = TestReport(
      of: subject.image, tests: boot.results, untested: boot.untested, ports: boot.ports,
      accelerator: boot.accelerator.rawValue, seconds: seconds, tested: .now)
    return Findings(report: report, bootSeconds: boot.seconds, evidence: evidence)
  }

  private func secondBoot(
    _ source: ImageSource, _ way: TestWay, _ test: ImageTest, _ evidence: BootEvidence, limit: Duration,
    otherThan first: MachineIdentity, _ tell: @escaping @Sendable (String) -> Void
  ) async throws -> TestCase {
    let start = ContinuousClock.now
    // Its console's log must not take the place of the first one's.
    let second = try BootEvidence(folder: "\(evidence.folder)/second")
    let boot = try await boot(source, way.onlyIdentity, test, second, limit: limit, tell)
    let fault = boot.identity.map { $0.fault(beside: first) } ?? "the second machine did not get so far"
    return TestCase(
      "second boot", .identity, fault == nil ? .passed : .failed, seconds: start.duration(to: .now).inSeconds,
      message: fault)
  }

  /// One try, on overlays of its own: what an earlier one has written counts for nothing.
  private func boot(
    _ source: ImageSource, _ way: TestWay, _ test: ImageTest, _ evidence: BootEvidence, limit: Duration,
    _ tell: @escaping @Sendable (String) -> Void
  ) async throws -> TestBoot {
    let accelerator = try await host.accelerator()
    return try await source.using(store, for: "boot") { source, folder in
      var configuration = try await source.machine(
        accelerator: accelerator, in: folder, serialLog: evidence.serialLog)
      let disks = configuration.disks.map(\.path)
      configuration.restarts = true
      configuration.network = .init(isClosed: !test.hasNetwork)
      let slowness =
        try await AcceleratorProbe.slowness(of: configuration.accelerator)
        ?? Double(configuration.accelerator.timeScale)
      let pages = try way.pages.map { PageCheck(page: $0.value, port: try Loopback.freePort()) }
      configuration.network?.forwards += pages.map { .init(hostPort: $0.port, guestPort: $0.page.port) }
      let pace = BootPace(limit: limit, slowness: slowness)
      let entry: GuestWatch.Entry? =
        if way.entersGuest { try await self.entry(&configuration, way, pace, source, folder) } else { nil }
      let watch = GuestWatch(console: evidence.serialLog, pace: pace, entry: entry)
      var boot = TestBoot(way: way, accelerator: configuration.accelerator)
      tell("booting")
      boot = try await VirtualMachine.running(configuration) { [boot] machine in
        try await boot.following(watch, on: machine, pages, evidence, tell)
      }
      if let access = entry?.access, boot.isKeptOut {
        tell("looking at why nobody can log in")
        boot.conclude(
          try await LoginLook(host: host).reason(
            disks, key: try access.authorizedKey(), hasAnswered: boot.hasBeenRefused, in: folder))
      }
      if !boot.offline.isEmpty {
        tell("looking at its disks")
        boot.results += try await OfflineChecks(host: host).results(boot.offline, disks)
      }
      return boot
    }
  }

  /// Makes a key for this boot, and a disk that brings it into the guest.
  private func entry(
    _ configuration: inout MachineConfiguration, _ way: TestWay, _ pace: BootPace, _ source: ImageSource,
    _ folder: WorkFolder
  ) async throws -> GuestWatch.Entry {
    let access = try await SSHAccess(port: try Loopback.freePort(), user: "root", folder: folder.disk("ssh"))
    let seed = Seed(
      instance: "kiln-\(UUID().uuidString.lowercased())", hostname: source.hostname,
      authorizedKey: try access.authorizedKey())
    let path = folder.disk("seed.iso")
    try seed.write(to: path)
    configuration.disks.append(.init(path: path, format: .raw, isReadOnly: true))
    configuration.network?.forwards.append(.init(hostPort: access.port, guestPort: 22))
    let scriptLimit = Int(300 * pace.slowness)
    let parts = way.parts(limit: scriptLimit)
    let scripts = parts.count { $0.kind == .script }
    return GuestWatch.Entry(
      access: access, script: GuestScript(parts),
      limit: .seconds(Int(600 * pace.slowness) + scripts * scriptLimit))
  }
}
