/// The database of dpkg(1), read from its files.
///
/// `status` is a list of control stanzas (deb-control(5)); `info/NAME.list` has a package's paths, a line each, and
/// `info/NAME:ARCH.list` those of one that several architectures of may be installed.
struct DpkgDatabase {
  static let folder = "/var/lib/dpkg"
  static let status = "\(folder)/status"
  static let info = "\(folder)/info/"
  private static let sysusers = "/usr/lib/sysusers.d/"

  /// Whether a file is read for it.
  static func reads(_ path: String) -> Bool {
    if path == status || path == "\(folder)/diversions" { return true }
    // What systemd-sysusers(8) makes for a package.
    if path.hasPrefix(sysusers) { return true }
    guard path.hasPrefix(info) else { return false }
    return [".list", ".postinst", ".preinst"].contains { path.hasSuffix($0) }
  }

  private let texts: [String: String]
  private let files: [String: ContentsFile]
  /// Of the files that settings may be; MD5, hexadecimal.
  private let digests: [String: String]
  private let accounts: Set<String>
  private let licenses: [String: String]
  private let diversions: Diversions

  /// - Parameters:
  ///   - texts: the content of the files that it reads, by path.
  ///   - files: everything in the image.
  ///   - digests: the MD5 of files below `/etc`, by path.
  ///   - accounts: the names of all users and groups of the image.
  ///   - licenses: what copyright files say, by path.
  init(
    _ texts: [String: String], files: [String: ContentsFile], digests: [String: String],
    accounts: Set<String>,
    licenses: [String: String] = [:]
  ) {
    self.texts = texts
    self.files = files
    self.digests = digests
    self.accounts = accounts
    self.licenses = licenses
    diversions = Diversions(texts["\(Self.folder)/diversions"] ?? "")
  }

  /// What is installed, sorted.
  var packages: [ContentsPackage] {
    var lines = Self.mostLines
    let packages = Self.stanzas(texts[Self.status] ?? "").compactMap { package($0, &lines) }
    let owned = Set(packages.flatMap { $0.files ?? [] })
    return packages.map { package in
      var package = package
      package.made = package.made.filter { !owned.contains($0) }
      return package
    }.sorted { ($0.name, $0.architecture) < ($1.name, $1.architecture) }
  }

  /// Bytes of a file of it; a distribution's status has 3 MB.
  static let longest: UInt64 = 16 << 20

  /// Of all lists of files together: a distribution has 200,000.
  private static let mostLines = 3_000_000

  /// - Parameter lines: of lists of files that may still be read.
  private func package(_ stanza: [String: String], _ lines: inout Int) -> ContentsPackage? {
    guard let name = stanza["package"], let version = stanza["version"],
      stanza["status"]?.hasSuffix(" installed") ?? false
    else { return nil }
    let architecture = stanza["architecture"] ?? ""
    var package = ContentsPackage(
      name: name, version: version, architecture: architecture,
      installedSize: stanza["installed-size"].flatMap { UInt64($0) }.map { $0 << 10 })
    (package.source, package.sourceVersion) = Self.source(stanza["source"] ?? name, of: package)
    package.supplier = stanza["maintainer"]
    // Packages of one source may share the folder of one of them by a link.
    package.license = licenses[realPath("/usr/share/doc/\(name)/copyright")]
    package.files = file(name, architecture, "list").flatMap { list in
      lines -= list.utf8.count { $0 == UInt8(ascii: "\n") }
      return lines >= 0 ? paths(list, of: name) : nil
    }
    let settings = settings(stanza["conffiles"] ?? "")
    package.settings = settings.map(\.path)
    package.changedSettings = settings.filter { digests[$0.path] != $0.digest }.map(\.path)
    let scripts = ["postinst", "preinst"].compactMap { file(name, architecture, $0) }
    let declared = (package.files ?? []).filter { $0.hasPrefix(Self.sysusers) }.compactMap { texts[$0] }
    package.accounts = made(by: scripts, declared: declared)
    package.made = Set(scripts.flatMap(paths(namedIn:))).sorted()
    return package
  }

  /// `NAME [(VERSION)]`, the version where it is another; nil for what is the package's own.
  private static func source(
    _ field: String, of package: ContentsPackage
  ) -> (name: String?, version: String?) {
    let words = field.split(separator: " ")
    let name = words.first.map(String.init) ?? package.name
    let version = words.count > 1 ? words[1].filter { $0 != "(" && $0 != ")" } : package.version
    return (name == package.name ? nil : name, version == package.version ? nil : version)
  }

  private func file(_ name: String, _ architecture: String, _ kind: String) -> String? {
    texts["\(Self.info)\(name).\(kind)"] ?? texts["\(Self.info)\(name):\(architecture).\(kind)"]
  }

  private func paths(_ list: String, of package: String) -> [String] {
    list.split(separator: "\n").map { line in
      let path = line == "/." ? "/" : String(line)
      return realPath(diversions.place(of: path, from: package))
    }
  }

  private func realPath(_ path: String) -> String {
    ImageContents.realPath(path) { files[$0]?.kind == .link ? files[$0]?.target : nil }
  }

  /// ` PATH DIGEST [obsolete]`, a line each.
  private func settings(_ field: String) -> [(path: String, digest: String)] {
    field.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard words.count >= 2, words.last != "obsolete", words.last != "remove-on-upgrade" else { return nil }
      return (realPath(String(words[0])), String(words[1]))
    }
  }

  /// The accounts in what makes accounts: scripts that do at all, and files of sysusers.d(5).
  private func made(by scripts: [String], declared: [String]) -> [String] {
    let makers = ["adduser", "addgroup", "useradd", "groupadd", "systemd-sysusers"]
    let texts = scripts.filter { script in makers.contains(where: script.contains) } + declared
    let words = texts.flatMap { $0.split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") } }
    return Set(words.map(String.init)).intersection(accounts).sorted()
  }

  /// The files and links that a script names.
  private func paths(namedIn script: String) -> [String] {
    script.split { $0.isWhitespace || "\"';()=".contains($0) }.map(String.init).filter {
      $0.hasPrefix("/") && files[$0].map { $0.kind != .folder } ?? false
    }
  }

  /// Fields by name in lower case; further lines of a field begin with a blank.
  private static func stanzas(_ text: String) -> [[String: String]] {
    var stanzas: [[String: String]] = []
    var stanza: [String: String] = [:]
    var name = ""
    for line in text.cut(at: "\n") {
      if line.isEmpty {
        if !stanza.isEmpty { stanzas.append(stanza) }
        (stanza, name) = ([:], "")
      } else if line.first == " " || line.first == "\t" {
        // Only these are of use; descriptions are long.
        if name == "conffiles" { stanza[name, default: ""] += "\n\(line)" }
      } else if let colon = line.firstIndex(of: ":") {
        name = line[..<colon].lowercased()
        stanza[name] = String(line[line.index(after: colon)...].drop { $0 == " " })
      }
    }
    if !stanza.isEmpty { stanzas.append(stanza) }
    return stanzas
  }
}

/// Files of packages that are elsewhere than their packages say; dpkg-divert(1).
private struct Diversions {
  private var places: [String: (place: String, package: String)] = [:]

  /// - Parameter text: three lines each: the path, where it is instead, and the package whose own file stays; `:` for none.
  init(_ text: String) {
    let lines = text.split(separator: "\n").map(String.init)
    for index in stride(from: 0, to: lines.count - lines.count % 3, by: 3) {
      places[lines[index]] = (lines[index + 1], lines[index + 2])
    }
  }

  func place(of path: String, from package: String) -> String {
    guard let diversion = places[path], diversion.package != package else { return path }
    return diversion.place
  }
}
