public import Families
import Foundation

/// Makes an ``ImageContents`` of an image's files, which come one after the other in any order.
public struct ContentsBuilder: Sendable {
  private var files: [String: ContentsFile] = [:]
  private var texts: [String: String] = [:]
  private var database: [String: String] = [:]
  private var passwords: [String: ImageContents.PasswordState] = [:]
  private var changelogs: [String: Data] = [:]
  /// MD5 of files below `/etc`, as dpkg has them.
  private var checksums: [String: String] = [:]
  /// Names of one file: another name, and the one that was told of with its content.
  private var names: [(path: String, first: String)] = []
  /// Licences, by the path of a package's copyright file.
  private var licenses: [String: String] = [:]
  /// The files of RPM's database.
  private var rpm: [String: [UInt8]] = [:]
  private var components: [ContentsComponent] = []

  public init() {}

  /// Whether ``add(_:at:content:checksum:)`` is to be given a file's content.
  public func wantsContent(of path: String, _ file: ContentsFile) -> Bool {
    guard file.kind == .file else { return false }
    if ComponentReader.wants(path, file) { return true }
    if RPMDatabase.reads(path) { return file.size <= RPMDatabase.longest }
    guard file.size <= 64 << 20 else { return false }
    if CopyrightFile.reads(path) { return file.size <= CopyrightFile.longest }
    return DpkgDatabase.reads(path) && file.size <= DpkgDatabase.longest || KeptTexts.isBootEntries(path)
      || path == "/etc/shadow" || path.hasPrefix("/etc/") && file.size <= KeptTexts.longest
      || KeptTexts.isKept(path, file) || Self.isChangelog(path, file)
  }

  /// Whether a content that it wants stays with it, rather than being looked at once.
  public func retainsContent(of path: String, _ file: ContentsFile) -> Bool {
    !ComponentReader.wants(path, file)
  }

  /// Whether it wants a file's MD5, too.
  public func wantsChecksum(of path: String) -> Bool { path.hasPrefix("/etc/") }

  /// - Parameters:
  ///   - path: absolute.
  ///   - content: where it was wanted.
  ///   - checksum: MD5, where it was wanted.
  public mutating func add(
    _ file: ContentsFile, at path: String, content: Data? = nil, checksum: String? = nil
  ) {
    files[path] = file
    if let checksum { checksums[path] = checksum }
    guard let content else { return }
    if Self.isChangelog(path, file) {
      changelogs[path] = content
      return
    }
    if RPMDatabase.reads(path) {
      rpm[path] = [UInt8](content)
      return
    }
    if ComponentReader.wants(path, file) {
      components += ComponentReader.components(content, at: path, file)
      return
    }
    // Bytes that are no text are told of by their digest.
    guard !content.contains(0), let text = String(data: content, encoding: .utf8) else { return }
    if CopyrightFile.reads(path) {
      licenses[path] = CopyrightFile.license(text)
    } else if path == "/etc/shadow" {
      passwords = KeptTexts.passwords(text)
    } else if KeptTexts.isBootEntries(path) {
      texts[path] = KeptTexts.bootEntries(text)
    } else if KeptTexts.isKept(path, file) {
      texts[path] = text
    }
    if DpkgDatabase.reads(path) { database[path] = text }
  }

  /// Notes another name of a file that was, or will be, told of by its content.
  public mutating func add(name path: String, sameAs first: String) {
    names.append((path, first))
  }

  /// - Parameter installed: what libguestfs says is installed, and in which format; used where the files do not tell.
  public func contents(installed: [InstalledPackage], format: String) -> ImageContents {
    var contents = ImageContents(
      files: withNames, texts: texts, passwords: passwords, packageFormat: format, changelogs: changelogs)
    if format == "deb" {
      contents.packages =
        DpkgDatabase(
          database, files: contents.files, digests: checksums,
          accounts: Set(contents.users.keys).union(contents.groups.keys), licenses: licenses
        ).packages
    } else if format == "rpm", let packages = RPMDatabase.packages(rpm, in: contents) {
      contents.packages = packages
    } else {
      contents.packages = installed.map {
        ContentsPackage(name: $0.name, version: $0.version, architecture: $0.architecture)
      }.sorted { ($0.name, $0.architecture, $0.version) < ($1.name, $1.architecture, $1.version) }
    }
    let owned = Set(contents.packages.lazy.flatMap { $0.files ?? [] })
    contents.components = components.filter { !owned.contains($0.path) }.sorted(
      by: ContentsComponent.precedes)
    return contents
  }

  /// Every name with the file's metadata; which one came first in the archive says nothing.
  private var withNames: [String: ContentsFile] {
    var files = files
    for (first, others) in Dictionary(grouping: names, by: \.first) {
      guard let file = files[first] else { continue }
      let all = ([first] + others.map(\.path)).sorted()
      for name in all {
        files[name] = file
        if name != all[0] { files[name]?.sameAs = all[0] }
      }
    }
    return files
  }

  /// Debian Policy, 12.7.
  private static func isChangelog(_ path: String, _ file: ContentsFile) -> Bool {
    path.hasPrefix("/usr/share/doc/") && file.size <= 4 << 20
      && (path.hasSuffix("/changelog.Debian.gz") || path.hasSuffix("/changelog.gz"))
  }
}
