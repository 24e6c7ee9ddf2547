private import Foundation

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

extension HostMirror {
  /// Reads the host's apt set-up; nil when the host has none that serves.
  /// - Parameter root: where the host's file system begins.
  public static func read(root: String = "/") -> HostMirror? {
    guard let text = contents(root + "/etc/os-release") ?? contents(root + "/usr/lib/os-release") else {
      return nil
    }
    let sources = aptFiles(root: root).flatMap { file -> [AptSource] in
      guard let text = contents(root + "/" + file) else { return [] }
      return file.hasSuffix(".sources")
        ? AptSource.deb822(text, file: file) : AptSource.oneLine(text, file: file)
    }
    return HostMirror(sources.map { expandingMirrorLists($0, root: root) }, host: OSRelease(text))
  }

  /// In the order in which apt reads them.
  private static func aptFiles(root: String) -> [String] {
    let folder = "/etc/apt/sources.list.d"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root + folder)) ?? []
    let parts = names.filter { $0.hasSuffix(".list") || $0.hasSuffix(".sources") }.sorted()
    return ["/etc/apt/sources.list"] + parts.map { "\(folder)/\($0)" }
  }

  /// Cloud images say `mirror+file:/etc/apt/mirrors/debian.list`: a file of base URLs, best first.
  private static func expandingMirrorLists(_ source: AptSource, root: String) -> AptSource {
    var source = source
    source.uris = source.uris.flatMap { uri -> [String] in
      guard uri.hasPrefix("mirror+file:") else { return [uri] }
      let path = uri.dropFirst("mirror+file:".count).drop { $0 == "/" }
      return (contents(root + "/" + path) ?? "").split(whereSeparator: \.isNewline)
        .filter { !$0.hasPrefix("#") }
        .compactMap { $0.split(whereSeparator: \.isWhitespace).first.map(String.init) }
    }
    return source
  }

  private static func contents(_ path: String) -> String? {
    try? String(contentsOfFile: path, encoding: .utf8)
  }
}

/// What the host itself runs (os-release(5)).
public struct OSRelease: Hashable, Sendable {
  /// Such as `debian`.
  public var id: String
  /// Such as `bookworm`; empty where the distribution names none.
  public var codename: String

  public init(id: String, codename: String) {
    self.id = id
    self.codename = codename
  }

  /// Reads `os-release`: shell assignments, one a line.
  public init(_ text: String) {
    var values: [String: String] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      guard line.first != "#", let equals = line.firstIndex(of: "=") else { continue }
      let value = line[line.index(after: equals)...]
      values[String(line[..<equals])] = value.trimmingQuotes
    }
    self.init(id: values["ID"] ?? "", codename: values["VERSION_CODENAME"] ?? "")
  }
}

extension Substring {
  /// Without the one pair of quotes that may be around it.
  fileprivate var trimmingQuotes: String {
    guard count >= 2, let quote = first, quote == "\"" || quote == "'", last == quote else {
      return String(self)
    }
    return String(dropFirst().dropLast())
  }
}
