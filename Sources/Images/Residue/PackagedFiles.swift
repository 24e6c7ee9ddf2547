import Foundation

/// What in an image is as its packages brought it: keys for tests and examples in documentation are no residue.
struct PackagedFiles {
  private let contents: ImageContents
  private let owned: Set<String>
  /// Settings that nobody has changed.
  private let settings: Set<String>
  /// MD5 of packages' files, of those that may be asked for.
  private let checksums: Set<Substring>

  /// - Parameters:
  ///   - lists: of files' MD5, as dpkg keeps them of packages: `MD5  PATH`, a line each.
  ///   - checksums: those that will be asked for.
  init(_ contents: ImageContents, lists: [[UInt8]], checksums: Set<String>) {
    self.contents = contents
    owned = Set(contents.packages.flatMap { $0.files ?? [] })
    settings = Set(contents.packages.flatMap { Set($0.settings).subtracting($0.changedSettings) })
    let wanted = Set(checksums.map { $0[...] })
    self.checksums = Set(
      lists.flatMap { list in
        String(decoding: list, as: UTF8.self).split(separator: "\n").map { $0.prefix(32) }.filter(
          wanted.contains)
      })
  }

  /// Whether a file is what a package brought, a copy of that (as GRUB's modules in `/boot` are), or made of it and of nothing else.
  ///
  /// - Parameter checksum: MD5; nil for a long file, which counts by its name alone.
  func isAsInstalled(_ path: String, checksum: String?) -> Bool {
    if Self.folders.contains(where: path.hasPrefix) || settings.contains(path) { return true }
    // Lists of others' files are in a database of their own.
    guard contents.knowsOwners else { return path.hasPrefix("/usr/") && !path.hasPrefix("/usr/local/") }
    if let source = Self.source(ofCompiled: path) { return owned.contains(source) }
    return checksum.map { checksums.contains($0[...]) } ?? owned.contains(path)
  }

  /// Documentation, and what package managers know of packages.
  private static let folders = [
    "/usr/share/doc/", "/usr/share/man/", "/usr/share/info/", "/var/lib/dpkg/", "/var/lib/apt/lists/",
    "/var/cache/debconf/templates.dat", "/var/lib/rpm/", "/usr/lib/sysimage/rpm/",
  ]

  /// `x.py` of `__pycache__/x.cpython-313.pyc`; PEP 3147.
  private static func source(ofCompiled path: String) -> String? {
    guard path.hasSuffix(".pyc"), let cache = path.range(of: "/__pycache__/") else { return nil }
    let name = path[cache.upperBound...].prefix { $0 != "." }
    return "\(path[..<cache.lowerBound])/\(name).py"
  }
}
