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
    let build = try await BuildInUse(task.image, in: store.images, toBe: "booted")
    defer { withExtendedLifetime(build) {} }
    let manifest = build.manifest
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
      DescribedImage(manifest), packages: packages.flatMap { $0.isEmpty ? nil : Set($0) })
  }
}

extension ImageSource {
  /// The files that an image is in, each by its name and digest: what a statement of it is of.
  public func subjects() async throws -> [ResourceDescriptor] {
    let paths = bundle.map { [$0] } ?? disks.compactMap(\.path)
    return try await onThread {
      try paths.map {
        ResourceDescriptor(file: URL(fileURLWithPath: $0).lastPathComponent, sha256: try sha256(file: $0))
      }
    }
  }

  /// What is known of an image from elsewhere before it is tested: what its files are called, and their digest.
  public func testSubject() async throws -> ImageTesting.Subject {
    let path = bundle ?? disks.first { $0.path != nil }?.path
    let digest = try await onThread { try path.map { try sha256(file: $0) } }
    let file = path.map { URL(fileURLWithPath: $0).deletingPathExtension().lastPathComponent } ?? title
    return ImageTesting.Subject(
      DescribedImage(name: descriptor?.identifier ?? file, version: descriptor?.version, digest: digest))
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
