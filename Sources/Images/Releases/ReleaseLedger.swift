import Foundation

/// What the versions and channels of one appliance name, as the journal of their changes and the files of their names tell.
///
/// The journal counts: a change is made once its line is whole. A name's file says the same, or what an interrupted change has not come
/// to; of names that the journal does not know, the files count alone.
public struct ReleaseLedger: Hashable, Sendable {
  /// A version that is bound to a build, for ever.
  public struct Release: Hashable, Sendable {
    public var version: String
    public var build: BuildID
    /// SHA-256 of the build's manifest.
    public var manifest: String
    /// nil where the journal does not have it.
    public var released: ReleaseChange?
    /// nil for one that may be used.
    public var retired: ReleaseChange?
    public var isRetired: Bool

    /// Its name's file: `VERSION+BUILD MANIFEST`, and `retired` behind that.
    public var line: String { "\(build.label) \(manifest)\(isRetired ? " retired" : "")" }
  }

  /// A channel, and the version that it names now.
  public struct Channel: Hashable, Sendable {
    public var name: String
    public var version: String
    /// What moved it there; nil where the journal does not have it.
    public var moved: ReleaseChange?
  }

  public let appliance: String
  /// The first one first.
  public private(set) var releases: [Release] = []
  /// By name.
  public private(set) var channels: [Channel] = []
  /// The appliance's changes, the first one first.
  public let journal: [ReleaseChange]

  /// - Parameters:
  ///   - journal: of all appliances.
  ///   - releases: what the files of releases' names say, by version; likewise of channels.
  /// - Throws: for a name that neither the journal nor its file tells of.
  public init(
    of appliance: String, journal: [ReleaseChange], releases: [String: String] = [:],
    channels: [String: String] = [:]
  ) throws(Fault) {
    self.appliance = appliance
    self.journal = journal.filter { $0.appliance == appliance }
    for change in self.journal { apply(change) }
    for (version, line) in releases.sorted(by: { $0.key < $1.key }) where release(version) == nil {
      guard let release = Release(version, line, of: appliance) else {
        throw Fault(kind: .release, name: version)
      }
      self.releases.append(release)
    }
    for (name, line) in channels where channel(name) == nil {
      guard release(line) != nil else { throw Fault(kind: .promote, name: name) }
      self.channels.append(Channel(name: name, version: line, moved: nil))
    }
    self.channels.sort { $0.name < $1.name }
  }

  /// A name whose file says nothing that is known.
  public struct Fault: Error, Hashable {
    /// Of a release; else of a channel.
    public let kind: ReleaseChange.Kind
    public let name: String
  }

  /// Retired ones, too; nil where the version is free.
  public func release(_ version: String) -> Release? { releases.first { $0.version == version } }

  public func channel(_ name: String) -> Channel? { channels.first { $0.name == name } }

  /// The channels that name a version now.
  public func channels(naming version: String) -> [String] {
    channels.filter { $0.version == version }.map(\.name)
  }

  /// The builds that must stay: of releases that may be used.
  public var kept: [Release] { releases.filter { !$0.isRetired || !channels(naming: $0.version).isEmpty } }

  /// A line that says what cannot be, such as a version a second time, changes nothing: no writer writes one.
  private mutating func apply(_ change: ReleaseChange) {
    let index = releases.firstIndex { $0.version == change.version }
    switch change.kind {
    case .release:
      guard index == nil, let build = change.build, let manifest = change.manifest else { return }
      releases.append(
        Release(
          version: change.version, build: BuildID(name: appliance, version: change.version, build: build),
          manifest: manifest, released: change, retired: nil, isRetired: false))
    case .promote, .rollback:
      guard index != nil, let name = change.channel else { return }
      channels.removeAll { $0.name == name }
      channels.append(Channel(name: name, version: change.version, moved: change))
    case .retire:
      guard let index else { return }
      releases[index].retired = change
      releases[index].isRetired = true
    }
  }
}

extension ReleaseLedger.Release {
  /// Reads ``line``; nil for another text.
  fileprivate init?(_ version: String, _ line: String, of appliance: String) {
    let words = line.split(separator: " ").map(String.init)
    guard words.count == 2 || words.count == 3 && words[2] == "retired",
      let build = BuildID(name: appliance, label: words[0]), build.version == version,
      LayerKey(hex: words[1]).isComplete
    else { return nil }
    self.init(
      version: version, build: build, manifest: words[1], released: nil, retired: nil,
      isRetired: words.count == 3)
  }
}
