import Diagnostics
public import Images

extension ImageRepository {
  /// The build that a reference names.
  ///
  /// - Parameter reference: of a name alone, the newest whole build; of a build, also the first digits of its time. A release may be a
  ///   retired one.
  /// - Returns: nil for a path, and for a name of which there is no build.
  /// - Throws: ``ReleaseRefusal`` for a release, a channel or a build that is not there, with those that are; `StoreDamage` or
  ///   `StoreRefusal` where what it names cannot be read.
  public func build(_ reference: ImageReference) throws -> ImageManifest? {
    switch reference {
    case .path: return nil
    case .name(let name): return newestBuild(of: name)
    case .release(let name, let version):
      return try releases.manifest(of: try known(name).found(version))
    case .channel(let name, let channel):
      let ledger = try known(name)
      return try releases.manifest(of: try ledger.usable(channel: channel))
    case .build(let text): return try read(try build(text, among: names().flatMap(builds)))
    }
  }

  /// The newest build of an appliance whose files are there.
  public func newestBuild(of name: String) -> ImageManifest? {
    builds(of: name).lazy.compactMap(manifest).first(where: isWhole)
  }

  /// The build of an appliance that a text names: `VERSION+BUILD`, with the name in front or not, the time to its first digits where
  /// only one begins so.
  public func build(of name: String, called text: String) throws -> ImageManifest {
    let whole = text.hasPrefix("\(name)-") ? text : "\(name)-\(text)"
    return try read(try build(whole, among: builds(of: name)))
  }

  private func build(_ text: String, among builds: [BuildID]) throws -> BuildID {
    if let exact = builds.first(where: { $0.description == text }) { return exact }
    let found = builds.filter { $0.description.hasPrefix(text) }
    if found.count == 1 { return found[0] }
    guard found.isEmpty else {
      throw ReleaseRefusal(
        "more than one build begins with \(text)",
        advice: "give more of its name: \(found.prefix(5).map(\.description).joined(separator: ", "))")
    }
    let names = builds.map(\.description)
    let near = nearest(to: text, among: names).map { [$0] } ?? Array(names.prefix(3))
    throw ReleaseRefusal(
      "there is no build \(text)",
      advice: near.isEmpty
        ? "'kiln build' makes one"
        : "'kiln builds' lists those that are there, such as \(near.joined(separator: ", "))")
  }

  /// What the names of an appliance stand for that is known at all.
  private func known(_ name: String) throws -> ReleaseLedger {
    let ledger = try releases.ledger(of: name)
    guard ledger.releases.isEmpty, builds(of: name).isEmpty else { return ledger }
    let names = self.names()
    throw ReleaseRefusal(
      "the store has no image '\(name)'\(didYouMean(name, among: names))",
      advice: names.isEmpty ? "nothing is built yet" : "it has \(names.joined(separator: ", "))")
  }

  /// The builds of an appliance, the newest first, and what makes one of them unreadable.
  public func manifests(of name: String) -> [(id: BuildID, manifest: Result<ImageManifest, any Error>)] {
    builds(of: name).map { id in (id, Result { try read(id) }) }
  }

  /// The appliances that there are builds of.
  public var appliances: [String] { names() }

  /// Whether all files of a build are there, each with the size that it must have.
  public func hasAllFiles(_ manifest: ImageManifest) -> Bool { isWhole(manifest) }
}
