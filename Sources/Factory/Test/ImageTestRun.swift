import Foundation
import Images
import Imaging
import Jobs
import Planning
import Provisioners
import Recipes
import Storage

/// Tests an image that is there: one that was built here, once more, or one from elsewhere, of which nothing is believed.
public struct ImageTestRun: Sendable {
  private let store: Store
  private let host: BuildHost

  public init(store: Store, host: BuildHost) {
    self.store = store
    self.host = host
  }

  /// What is asked for beside the recipe's own tests.
  public struct Wishes: Sendable {
    public var further = ImageTest()
    public var bootsTwice = false
    /// From the machine's start until one can log in, with KVM; nil for what the recipe says, or the usual.
    public var limit: Duration?

    public init() {}
  }

  /// What came of it.
  public struct Outcome: Sendable {
    public var report: TestReport
    /// Where the console's log and what else was seen of a bad end are.
    public var evidence: String
    /// The build that the report is attached to; nil for an image from elsewhere.
    public var build: BuildID?
  }

  /// Tests an image, and attaches the report to its build, where it is one of the store.
  ///
  /// - Parameter name: any `ImageReference`.
  /// - Throws: what kept it from being booted.
  public func run(
    _ name: String, _ wishes: Wishes, tell: @escaping @Sendable (String) -> Void
  ) async throws -> Outcome {
    if let manifest = try store.images.build(ImageReference(name)) {
      return try await run(manifest, wishes, tell)
    }
    let source = try store.source(name)
    let subject = try await source.testSubject()
    let folder = "\(store.logs.folder(of: ".tested"))/\(subject.image.digest?.prefix(16) ?? "image")"
    let findings = try await ImageTesting(store: store, host: host).run(
      source, wishes.applied(to: ImageTest()), of: subject, limit: BuildRequest.bootLimit, evidence: folder,
      tell: tell)
    return Outcome(report: findings.report, evidence: folder)
  }

  private func run(
    _ manifest: ImageManifest, _ wishes: Wishes, _ tell: @escaping @Sendable (String) -> Void
  ) async throws -> Outcome {
    let source = try store.source("\(manifest.id)")
    let recipe = try store.images.recipe(of: manifest, knowing: .all)
    var subject = store.testSubject(manifest)
    subject.hasConsole = recipe.map { $0.install.serialConsole != nil }
    let folder = "\(store.logs.folder(of: manifest.id.name))/boot"
    let findings = try await ImageTesting(store: store, host: host).run(
      source, wishes.applied(to: recipe?.test ?? ImageTest()), of: subject, limit: BuildRequest.bootLimit,
      evidence: folder, tell: tell)
    try store.images.attach(findings.report, to: manifest.id)
    try await store.history.remember(
      BootResult(findings, suite: recipe?.test?.suite), of: manifest.descriptor)
    return Outcome(report: findings.report, evidence: folder, build: manifest.id)
  }
}

extension ImageTestRun.Wishes {
  /// A boot was asked for, whatever the recipe says.
  fileprivate func applied(to test: ImageTest) -> ImageTest {
    var test = test
    if test.boot == .nothing { test.boot = .full }
    if further.boot == .console { test.boot = .console }
    test.checks += further.checks
    test.bootsTwice = test.bootsTwice || further.bootsTwice || bootsTwice
    test.hasNetwork = test.hasNetwork || further.hasNetwork
    test.limit = limit.map { Double($0.components.seconds) } ?? further.limit ?? test.limit
    return test
  }
}
