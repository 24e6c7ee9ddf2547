import Digests
import Failures
import Files
import Foundation
import Images
import Jobs
import Machine
import Planning
import Recipes
import Storage
import Subprocess

/// Tests a sealed image, and attaches what was found to its build. The image stays as it is.
public struct BootTest: Sendable {
  private let context: BuildContext

  public init(context: BuildContext) {
    self.context = context
  }

  /// Tests the image that is there, and remembers how it went.
  ///
  /// - Returns: what was found, good or bad.
  /// - Throws: what kept it from being booted.
  public func run(_ task: BootTestTask) async throws -> BootResult {
    let store = context.store
    guard let manifest = store.images.build(of: task.image), let use = try await store.images.use(manifest.id)
    else {
      throw BuildError(.changedMeanwhile, "\(task.image.stem) cannot be booted: it is not in the store")
    }
    defer { withExtendedLifetime(use) {} }
    let appliance = task.image.appliance
    var subject = store.testSubject(manifest)
    subject.hasConsole = appliance.install.serialConsole != nil
    let name = task.image.bootTestName
    let findings = try await ImageTesting(store: store, host: context.host).run(
      ImageSource(manifest, in: store.images), appliance.test ?? ImageTest(), of: subject,
      limit: .seconds(task.limit), evidence: "\(store.logs.folder(of: appliance.name))/boot"
    ) { [events = context.events] phase in events(.phase(name, phase)) }
    try store.images.attach(findings.report, to: manifest.id)
    let result = BootResult(findings, suite: task.image.testSuite)
    // Booting it once more is not worth failing for.
    try? await store.history.remember(result, of: manifest.descriptor)
    return result
  }
}

extension Store {
  /// What is known of a build before it is tested.
  public func testSubject(_ manifest: ImageManifest) -> ImageTesting.Subject {
    let packages = manifest.layers.last.flatMap { try? layers.packages(of: $0) }?.packages.map(\.name)
    return ImageTesting.Subject(
      TestReport.Image(manifest), packages: packages.flatMap { $0.isEmpty ? nil : Set($0) })
  }
}

extension ImageRepository {
  /// How a build's test went; nil where none was made.
  ///
  /// - Throws: `JSONError` or `DecodingError` for a report that was damaged.
  public func testReport(of id: BuildID) throws -> TestReport? {
    try attachment(.tests, of: id).map { try TestReport($0) }
  }

  /// Says of a build how its test went, in both forms.
  public func attach(_ report: TestReport, to id: BuildID) throws {
    try attach(try report.encoded(), as: .tests, to: id)
    try attach(Array(report.junit.utf8), as: .junit, to: id)
  }
}

extension TestReport.Image {
  public init(_ manifest: ImageManifest) {
    let system =
      manifest.descriptor.disks.first { $0.type == .os }?.file ?? manifest.sealedDescriptor.disks.first?.file
    self.init(
      name: manifest.id.name, version: manifest.id.version, build: manifest.id.build,
      digest: system?.digest ?? "")
  }
}

extension ImageSource {
  /// What is known of an image from elsewhere before it is tested: what its files are called, and their digest.
  public func testSubject() async throws -> ImageTesting.Subject {
    let path = bundle ?? disks.first { $0.path != nil }?.path
    let digest = try await onThread { try path.map { try sha256(file: $0) } ?? "" }
    let file = path.map { URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent } ?? title
    return ImageTesting.Subject(
      TestReport.Image(
        name: descriptor?.identifier ?? file, version: descriptor?.version ?? "", build: "", digest: digest))
  }
}

extension BootResult {
  /// - Parameter suite: of what was asked; `ImageTest.suite`.
  public init(_ findings: ImageTesting.Findings, suite: String?) {
    let (report, evidence) = (findings.report, findings.evidence)
    let isTested = !report.tests.isEmpty
    self.init(
      outcome: report.passed ? .booted : isTested ? .failed : .unchecked, when: Date.now.inWholeSeconds,
      seconds: findings.bootSeconds ?? report.seconds,
      message: report.fault ?? (isTested ? nil : report.untested.first.map { "not tested: \($0.why)" }))
    self.suite = suite
    guard isTested else { return }
    log = evidence.serialLog
    guard outcome == .failed else { return }
    let others = report.failed.dropFirst().compactMap { test in test.message.map { "\(test.name): \($0)" } }
    lastLines = Array(others.prefix(10)) + Machine.SerialConsole.lastLines(of: evidence.serialLog)
    screenshot = FileSystem.exists(evidence.screenshot) ? evidence.screenshot : nil
    journal = FileSystem.exists(evidence.journal) ? evidence.journal : nil
  }
}

/// What is kept of a boot: in the folder of the appliance's logs, until the next one.
public struct BootEvidence: Sendable {
  let folder: String

  var serialLog: String { "\(folder)/serial.log" }
  var screenshot: String { "\(folder)/screen.png" }
  var journal: String { "\(folder)/journal.log" }

  /// Removes what an earlier boot left.
  init(folder: String) throws {
    self.folder = folder
    try FileSystem.makePrivateFolder(folder)
    for path in [serialLog, screenshot, journal] { try FileSystem.remove(path) }
  }

  /// Takes the end of systemd's journal, as far as it can be had.
  func keepJournal(_ access: SSHAccess) async {
    let script = "journalctl -b --no-pager -o short-monotonic -n 5000 | tail -c 900000"
    guard
      let result = try? await access.run(script, limits: Limits(output: 1 << 20, deadline: .seconds(300))),
      !result.stdout.isEmpty
    else { return }
    try? FileSystem.write(Data(Machine.SerialConsole.plain(result.stdout).utf8), to: journal)
  }
}

/// What a guest's words on its serial console mean for its boot.
enum BootSign: Hashable, Sendable {
  /// A login is offered.
  case login
  /// The boot has come to a bad end, for this reason.
  case failure(String)

  /// nil while the words mean nothing yet. A bad end counts more: a login may have been offered before.
  init?(in text: String) {
    if let end = Self.badEnds.first(where: { text.contains($0.words) }) {
      self = .failure(end.meaning)
    } else if text.range(of: #"\S login:"#, options: .regularExpression) != nil {
      self = .login
    } else {
      return nil
    }
  }

  /// Words after which no login comes.
  private static let badEnds: [(words: String, meaning: String)] = [
    // Linux, kernel/panic.c.
    ("Kernel panic - not syncing", "its kernel panicked"),
    // initramfs-tools, scripts/functions.
    ("(initramfs)", "its root file system was not found: the initramfs gave up"),
    // dracut, modules.d/98dracut-systemd/dracut-emergency.sh.
    ("Entering emergency mode", "its initramfs gave up"),
    // systemd, units/emergency.service.in and rescue.service.in.
    ("You are in emergency mode", "systemd stopped in emergency mode"),
    ("You are in rescue mode", "systemd stopped in rescue mode"),
    // systemd, DefaultDeviceTimeoutSec=: a login is then offered elsewhere, if anywhere.
    (
      "Dependency failed for serial-getty",
      "its serial console was not there in the time that systemd waits for it"
    ),
    // GRUB, grub-core/kern/rescue_reader.c.
    ("grub rescue>", "its boot loader did not find its files"),
  ]
}
