/// What a family's archives of Debian packages are like (sources.list(5); Debian wiki, DebianRepository/Format).
public struct AptArchive: Sendable, Equatable {
  /// The keys that sign the archives, in an installed system.
  public let keyring: String
  /// Whether ``keyring`` is where Kiln runs, too: archives are checked with it where media name no keys.
  public let isKeyringOnHosts: Bool
  /// The package that brings ``keyring``.
  public let keyringPackage: String
  /// Where the family's own tools look for the sources.
  public let sourcesFile: String
  /// Those that a system has by default.
  public let components: [String]
  /// Those that a recipe may add.
  public let optionalComponents: [String]
  /// Where the security updates are.
  public let security: Security
  /// Suites that are always new: they have neither updates nor security updates apart.
  public let rollingSuites: Set<String>
  /// The name of a suite that every mirror has at all times; nil without one.
  public let standingSuite: String?
  /// Where the archive has each of its states, below its time as `20261128T000000Z`.
  public let snapshots: String

  /// Where security updates are.
  public enum Security: Sendable, Equatable {
    /// In an archive of their own.
    case separate(String)
    /// In the archive itself, so that every mirror has them. Systems ask the `standard` one, but for those whose archive ends
    /// with the path `ports`, which have them there only.
    case onMirrors(standard: String, ports: String)
  }

  /// The address of the archive that holds nothing but security updates; nil where mirrors have them.
  public var separateSecurityArchive: String? {
    if case .separate(let address) = security { address } else { nil }
  }

  /// Where the states of an archive of security updates are, if those of the archive itself are at an address: beside them, under
  /// the archive's own name. Nil where mirrors have security updates.
  public func securitySnapshots(beside snapshots: String) -> String? {
    guard let name = separateSecurityArchive?.split(separator: "/").last else { return nil }
    return snapshots.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
      + "/\(name)"
  }

  /// Where a system gets security updates whose archive is this one.
  public func securityArchive(beside archive: String) -> String {
    switch security {
    case .separate(let address): address
    case .onMirrors(let standard, let ports): archive.hasSuffix("/" + ports) ? archive : standard
    }
  }

  /// The suite of a release's updates; nil for one that has none apart.
  public func updates(of suite: String) -> String? {
    rollingSuites.contains(suite) ? nil : suite + Self.updatesSuffix
  }

  /// The suite of a release's security updates; nil for one that has none apart.
  public func securityUpdates(of suite: String) -> String? {
    rollingSuites.contains(suite) ? nil : "\(suite)-security"
  }

  /// Whether a suite is that of a release's updates.
  public static func isUpdates(_ suite: String) -> Bool { suite.hasSuffix(updatesSuffix) }

  private static let updatesSuffix = "-updates"
}
