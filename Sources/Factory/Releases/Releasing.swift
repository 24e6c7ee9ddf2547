import Diagnostics
import Foundation
public import Images
import Imaging
public import Jobs
import Planning
import Provisioners
public import Recipes
public import Storage

/// Releases builds and moves channels, by the rules of a site; each change is journalled with who made it.
public struct Releasing: Sendable {
  private let store: Store
  private let channels: [ReleaseChannel]
  private let author: ReleaseChange.Author
  private let signing: SigningSettings?
  private let host: BuildHost
  private let admission: ImageAdmission
  private var images: ImageRepository { store.images }

  /// - Parameters:
  ///   - channels: those of the site.
  ///   - signing: by what statements of images are signed; nil where none are.
  ///   - host: what looks into an image, where a channel's policy asks for that.
  public init(
    store: Store, channels: [ReleaseChannel], by author: ReleaseChange.Author,
    signing: SigningSettings? = nil,
    host: BuildHost = BuildHost()
  ) {
    self.store = store
    self.channels = channels
    self.author = author
    self.signing = signing
    self.host = host
    admission = ImageAdmission(store: store, host: host)
  }

  /// What was done.
  public struct Outcome: Sendable {
    /// nil: it was so already.
    public let change: ReleaseChange?
    /// As it is now.
    public let release: ReleaseLedger.Release
    /// What should be known, a line each.
    public var notices: [String] = []
  }

  /// Binds a version to a build, for ever.
  ///
  /// A build of another version is entered anew under this one, with the same disks: its descriptor and the names of its files say
  /// what it is released as.
  ///
  /// - Parameters:
  ///   - build: `VERSION+BUILD` or its beginning; nil for the newest one whose files are there.
  ///   - isUntested: releases an image that has not passed its tests.
  ///   - isUnsigned: releases a build that the site's keys have not signed, where the site names keys.
  /// - Throws: `ReleaseRefusal`, or what is wrong with the store.
  public func release(
    _ name: String, as version: ReleaseVersion, from build: String? = nil, isUntested: Bool = false,
    isUnsigned: Bool = false, reason: String? = nil
  ) async throws -> Outcome {
    let source = try source(name, build)
    let id = BuildID(name: name, version: version.text, build: source.id.build)
    let ledger = try images.releases.ledger(of: name)
    guard try ledger.isFree(version, for: id) else {
      return Outcome(change: nil, release: try ledger.found(version.text))
    }
    guard images.hasAllFiles(source) else {
      throw ReleaseRefusal(
        "files of \(source.id) are missing", advice: "build it again, or name another with --from")
    }
    let booted = try boot(of: source)
    guard booted != nil || isUntested else {
      throw ReleaseRefusal(
        "\(source.id) has not passed its tests (\(try whyUntested(source)))",
        advice:
          "'kiln test \(source.id)' tests it; or release it all the same with --untested, which the journal tells"
      )
    }
    let isInspected = images.attachments(of: source.id).contains(.residue)
    guard isInspected || isUntested else {
      throw ReleaseRefusal(
        "\(source.id) was not found clean: \(Self.whyUninspected)",
        advice:
          "'kiln build \(name)' looks into the image of today's recipe, and 'kiln scan \(source.id)' tells what is in this one; "
          + "or release it all the same with --untested")
    }
    let whyUnsigned = try await whyUnsigned(source)
    guard whyUnsigned == nil || isUnsigned else {
      throw ReleaseRefusal(
        "\(source.id) is not signed as the site file asks: \(whyUnsigned ?? "")",
        advice:
          "'kiln build \(name) --site FILE' signs the image of today's recipe; or release it all the same with --unsigned, which the "
          + "journal tells")
    }
    let missing = Set(source.layers).subtracting(store.layers.noteUse(of: source.layers))
    let manifest = try await relabelled(source, as: version)
    try await CarriedFindings(store: store, host: host).carry(from: source, to: manifest)
    let notices = whyUnsigned == nil ? try await attested(manifest) : []
    let change = try await images.releases.release(
      manifest, booted: booted, isUnsigned: whyUnsigned != nil, reason: reason, by: author)
    let release = try images.releases.ledger(of: name).found(version.text)
    var outcome = Outcome(change: change, release: release, notices: notices)
    if let whyUnsigned {
      outcome.notices.append("\(release.build) is released UNSIGNED: \(whyUnsigned)")
    }
    if booted == nil {
      outcome.notices.append("\(release.build) is released UNTESTED: \(try whyUntested(source))")
    }
    if !isInspected {
      outcome.notices.append("\(release.build) is released UNINSPECTED: \(Self.whyUninspected)")
    }
    if !missing.isEmpty {
      outcome.notices.append(
        "layers of \(release.build) are no longer in the store: no recipe can derive from \(name)@\(version)")
    }
    return outcome
  }

  private func source(_ name: String, _ build: String?) throws -> ImageManifest {
    if let build { return try images.build(of: name, called: build) }
    if let newest = images.newestBuild(of: name) { return newest }
    let names = images.appliances
    throw ReleaseRefusal(
      "the store has no build of '\(name)'\(didYouMean(name, among: names))",
      advice: "'kiln build \(name)' makes one")
  }

  /// When an image was seen to pass its tests; nil where it was not. What its report says counts more than what is remembered: images
  /// that an earlier version of Kiln has booted have none.
  private func boot(of manifest: ImageManifest) throws -> Date? {
    guard let result = store.history.bootRecords().result(of: manifest.descriptor), result.outcome == .booted,
      try images.testReport(of: manifest.id)?.passed != false
    else { return nil }
    return result.when
  }

  /// Why an image counts as untested.
  private func whyUntested(_ manifest: ImageManifest) throws -> String {
    guard let report = try images.testReport(of: manifest.id) else { return "nobody has tested it" }
    return report.fault ?? report.untested.first.map { "\($0.what) is untested (\($0.why))" }
      ?? "nobody has tested it"
  }

  private static let whyUninspected =
    "nobody has looked for what must not be left in it, or something was found"

  private func relabelled(_ source: ImageManifest, as version: ReleaseVersion) async throws -> ImageManifest {
    if source.id.version == version.text { return source }
    guard var appliance = try images.recipe(of: source, knowing: .all) else {
      throw ReleaseRefusal(
        "\(source.id) says version \(source.id.version), and does not keep what its recipes said",
        advice: "an earlier version of Kiln built it: release it as \(source.id.version), or build it again")
    }
    appliance.version = version.text
    let key = LayerKey(appliance, leaf: source.layers.last)
    return try await images.relabel(source, as: appliance, key: key)
  }

  /// Lets a channel name a release that is higher than the one it names now, and has what the channel asks for.
  public func promote(
    _ name: String, _ version: String, to channel: String, reason: String? = nil
  ) async throws -> Outcome {
    let channel = try known(channel)
    // Before the journal is locked: it takes a while.
    let judged = try images.releases.ledger(of: name).usable(version)
    try await admit(judged, to: channel)
    let change = try await images.releases.change(name) { ledger in
      let release = try ledger.usable(version)
      try check(release, for: channel)
      return try ledger.promoting(version, to: channel.name, when: .now, by: author, reason: reason)
    }
    return try outcome(change, name, version)
  }

  /// Lets a channel name a release that it named before.
  public func rollBack(_ name: String, _ channel: String, to version: String, reason: String) async throws
    -> Outcome
  {
    guard !reason.allSatisfy(\.isWhitespace) else {
      throw ReleaseRefusal("a rollback has a reason", advice: "say why with --reason TEXT")
    }
    let change = try await images.releases.change(name) { ledger in
      try ledger.rollingBack(channel, to: version, when: .now, by: author, reason: reason)
    }
    var outcome = try outcome(change, name, version)
    if let change { outcome.notices += await signed(change, outcome.release) }
    return outcome
  }

  /// Takes a release out of use: no channel may name it, no recipe derive from it; its version is never free again.
  public func retire(_ name: String, _ version: String, reason: String? = nil) async throws -> Outcome {
    let change = try await images.releases.change(name) { ledger in
      try ledger.retiring(version, when: .now, by: author, reason: reason)
    }
    return try outcome(change, name, version)
  }

  private func outcome(_ change: ReleaseChange?, _ name: String, _ version: String) throws -> Outcome {
    Outcome(change: change, release: try images.releases.ledger(of: name).found(version))
  }

  private func known(_ name: String) throws -> ReleaseChannel {
    if let channel = channels.first(where: { $0.name == name }) { return channel }
    let names = channels.map(\.name)
    throw ReleaseRefusal(
      "there is no channel '\(name)'\(didYouMean(name, among: names))",
      advice: "there are \(names.joined(separator: ", ")); the site file names them under 'channels'")
  }

  private func admit(_ release: ReleaseLedger.Release, to channel: ReleaseChannel) async throws {
    guard let file = channel.policy else { return }
    let admission = try await self.admission.admit("\(release.build)", by: try Policy(path: file))
    guard !admission.isAdmitted else { return }
    let broken = admission.verdicts.filter { !$0.admits }.map {
      "\n  \($0.place): \($0.rule) \($0.outcome == .failed ? "failed" : "is not known"): \($0.evidence.joined(separator: "; "))"
    }
    throw ReleaseRefusal(
      "the policy of channel \(channel.name) does not admit \(release.build)" + broken.joined()
        + (admission.refusal.map { "\n  \($0)" } ?? ""),
      advice: "'kiln admit \(release.build) --policy \(file)' tells all of it")
  }

  private func check(_ release: ReleaseLedger.Release, for channel: ReleaseChannel) throws {
    let manifest = try images.releases.manifest(of: release)
    guard images.hasAllFiles(manifest) else {
      throw StoreDamage(fault: "files of \(release.build) are missing", advice: "restore them from a copy")
    }
    for requirement in channel.requirements {
      switch requirement {
      case .boot where try release.released?.booted == nil && boot(of: manifest) == nil:
        throw ReleaseRefusal(
          "channel \(channel.name) asks for passed tests, and \(release.build) has passed none: \(try whyUntested(manifest))",
          advice: "'kiln test \(release.build)' tests it")
      case .boot: break
      }
    }
  }
}

/// What is signed of a change. The change is made whatever becomes of that.
extension Releasing {
  /// Why a build is not signed as the site asks; nil where it is, or where the site names no keys.
  private func whyUnsigned(_ manifest: ImageManifest) async throws -> String? {
    guard let signing, !signing.isByOwnKeys else { return nil }
    let verdict = try await VerifyRun(signedBy: signing).run(try ImageFiles(manifest, in: images))
    return verdict.faults.isEmpty
      ? nil
      : verdict.faults.prefix(3).map(\.description).joined(separator: "; ")
        + (verdict.faults.count > 3 ? "; …" : "")
  }

  /// Signs where a build comes from that was entered under its release's version.
  ///
  /// - Returns: what should be known; also why not, where only a user's own keys would have.
  /// - Throws: where a site's keys should have, and have not: then nothing is released.
  private func attested(_ manifest: ImageManifest) async throws -> [String] {
    guard let signing, !images.attachments(of: manifest.id).contains(.provenance) else { return [] }
    let attest = { (notice: @escaping @Sendable (String) -> Void) in
      guard let appliance = try images.recipe(of: manifest, knowing: .all) else { return }
      try await Attestation(store: store, settings: signing, notice: notice).run(manifest, from: appliance)
    }
    guard signing.isByOwnKeys else {
      try await attest { _ in }
      return []
    }
    return await Attestation.telling(attest)
  }

  /// Signs that a channel goes back, so that whoever has seen the later version knows that it is meant.
  ///
  /// - Returns: why not.
  private func signed(_ change: ReleaseChange, _ release: ReleaseLedger.Release) async -> [String] {
    guard let signing, let before = change.before else { return [] }
    return await Attestation.telling { notice in
      let rollback = Rollback(
        from: before, to: change.version, channel: change.channel ?? "", reason: change.reason ?? "",
        when: change.when)
      try await Attestation(store: store, settings: signing, notice: notice)
        .roll(back: try images.releases.manifest(of: release), rollback)
    }
  }
}
