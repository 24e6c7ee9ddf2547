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
  private let signing: SigningSettings?

  /// - Parameter signing: by what statements of images are signed; nil where none are.
  public init(store: Store, host: BuildHost, signing: SigningSettings? = nil) {
    self.store = store
    self.host = host
    self.signing = signing
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
    /// What should be known, a line each.
    public var notices: [String] = []
    /// The files of an image from elsewhere.
    fileprivate var subjects: [ResourceDescriptor] = []
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
    // Before their names can be given to others.
    let subjects = signing?.isByOwnKeys == false ? try await source.subjects() : []
    let folder = "\(store.logs.folder(of: ".tested"))/\(subject.image.digest?.prefix(16) ?? "image")"
    let findings = try await ImageTesting(store: store, host: host).run(
      source, wishes.applied(to: ImageTest()), of: subject, limit: BuildRequest.bootLimit, evidence: folder,
      tell: tell)
    return Outcome(report: findings.report, evidence: folder, subjects: subjects)
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
    let notices = try await attach(findings.report, to: manifest)
    try await store.history.remember(
      BootResult(findings, suite: recipe?.test?.suite), of: manifest.descriptor)
    return Outcome(report: findings.report, evidence: folder, build: manifest.id, notices: notices)
  }
}

/// What is signed of it.
extension ImageTestRun {
  /// Attaches a report to its build, signed by who signs builds. A signed report stays where nobody here can sign the one that would take
  /// its place, unless that is a bad one: else the build could not be verified any more for no reason.
  ///
  /// - Returns: what should be known.
  func attach(_ report: TestReport, to manifest: ImageManifest) async throws -> [String] {
    let images = store.images
    let attestation = signing.map { Attestation(store: store, settings: $0) { _ in } }
    if let attestation, try attestation.canRepeatTests(of: manifest) {
      try images.attach(report, to: manifest.id)
      return await Attestation.telling { _ in try await attestation.repeatTests(of: manifest) }
    }
    let isSigned = images.attachments(of: manifest.id).contains(.provenance)
    if isSigned, report.passed {
      return [
        "\(manifest.id) keeps its signed report: the keys that signed it are not here; --site names a site's"
      ]
    }
    try images.attach(report, to: manifest.id)
    try images.detach(.testsStatement, from: manifest.id)
    return isSigned
      ? [
        "the report on \(manifest.id) is NOT signed: the keys of its build are not here; --site names a site's"
      ] : []
  }

  /// Signs the report on an image from elsewhere, where the site has keys for that.
  ///
  /// - Parameter documents: the files that the report was written to, the first of which is JSON: their bytes by name.
  /// - Returns: an envelope's bytes; nil where nothing is signed.
  public func statement(
    of outcome: Outcome, in documents: [(name: String, bytes: [UInt8])]
  ) async throws -> [UInt8]? {
    guard let signing, !outcome.subjects.isEmpty else { return nil }
    return try await TestStatement(settings: signing) { _ in }
      .envelope(of: outcome.report, about: outcome.subjects, in: documents)
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
