import Foundation

/// What in an image is as its packages brought it: keys for tests and examples in documentation are no residue.
struct PackagedFiles {
  private let contents: ImageContents
  private let owned: Set<String>
  /// Settings that nobody has changed.
  private let settings: Set<String>
  /// `MD5  PATH`, as in dpkg's lists, of what may be asked for.
  private let lines: Set<String>

  /// - Parameters:
  ///   - lists: of files' MD5, as dpkg keeps them of packages.
  ///   - checksums: those that will be asked for.
  init(_ contents: ImageContents, lists: [[UInt8]], checksums: Set<String>) {
    self.contents = contents
    owned = Set(contents.packages.flatMap { $0.files ?? [] })
    settings = Set(contents.packages.flatMap { Set($0.settings).subtracting($0.changedSettings) })
    lines = Set(
      lists.flatMap { list in
        String(decoding: list, as: UTF8.self).split(separator: "\n")
          .filter { checksums.contains(String($0.prefix(32))) }.map(String.init)
      })
  }

  /// Whether a file is what a package brought, or made of what one brought and of nothing else.
  ///
  /// - Parameter checksum: MD5; nil for a long file, which counts by its name alone.
  func isAsInstalled(_ path: String, checksum: String?) -> Bool {
    if Self.folders.contains(where: path.hasPrefix) || settings.contains(path) { return true }
    // Lists of others' files are in a database of their own.
    guard contents.knowsOwners else { return path.hasPrefix("/usr/") && !path.hasPrefix("/usr/local/") }
    if let source = Self.source(ofCompiled: path) { return owned.contains(source) }
    guard owned.contains(path) else { return false }
    guard let checksum else { return true }
    // A package may have a path of before / and /usr were one.
    let names =
      path.hasPrefix("/usr/") ? [path.dropFirst(), path.dropFirst("/usr/".count)] : [path.dropFirst()]
    return names.contains { lines.contains("\(checksum)  \($0)") }
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
