/// The mirrors that the host's own apt is set up with.
public struct HostMirror: Hashable, Sendable {
  /// A mirror's base URL, and where it is set up.
  public struct Address: Hashable, Sendable {
    /// Without a slash at the end, such as `http://mirror.example.org/debian`.
    public var url: String
    /// The file of apt's set-up.
    public var file: String

    public init(url: String, file: String) {
      self.url = url
      self.file = file
    }
  }

  /// The distribution that the mirrors are of, such as `debian`.
  public var distribution: String
  /// The main archive.
  public var archive: Address
  /// The archive of security updates, where there is one.
  public var security: Address?

  public init(distribution: String, archive: Address, security: Address? = nil) {
    self.distribution = distribution
    self.archive = archive
    self.security = security
  }

  /// Picks the distribution's own archives among apt's entries; nil when there is none over HTTP.
  ///
  /// Other people's archives may use the same suite names: an entry counts when it has the component `main`, is signed
  /// by the distribution's keyring or by none in particular, and, of those that are left, one with the distribution's
  /// name in its path comes first.
  public init?(_ sources: [AptSource], host: OSRelease) {
    guard !host.codename.isEmpty else { return nil }
    let own = sources.filter {
      $0.types.contains("deb") && $0.components.contains("main") && Self.isOwn($0.signedBy, of: host)
    }
    func pick(_ suites: [String]) -> Address? {
      let matching = own.filter { !Set($0.suites).isDisjoint(with: suites) }
      let addresses = matching.flatMap { source in
        source.uris.compactMap(Self.http).map { Address(url: $0, file: source.file) }
      }
      return addresses.first { Self.path($0.url).contains(host.id) } ?? addresses.first
    }
    guard let archive = pick([host.codename]) else { return nil }
    self.init(
      distribution: host.id, archive: archive,
      security: pick(["\(host.codename)-security", "\(host.codename)/updates"]))
  }

  private static func isOwn(_ signedBy: String, of host: OSRelease) -> Bool {
    signedBy.isEmpty || signedBy.contains("/\(host.id)-archive-")
  }

  /// The base URL without the slashes at its end; nil for any other scheme, such as `cdrom:` and `file:`.
  private static func http(_ uri: String) -> String? {
    guard uri.hasPrefix("http://") || uri.hasPrefix("https://") else { return nil }
    var url = Substring(uri)
    while url.last == "/" { url = url.dropLast() }
    return String(url)
  }

  private static func path(_ url: String) -> Substring {
    url.split(separator: "/", maxSplits: 2).dropFirst(2).first ?? ""
  }
}
