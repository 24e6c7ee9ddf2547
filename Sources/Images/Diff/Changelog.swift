import Archive
import Families
import Foundation

/// What a Debian package's changelog says of the versions since one before; deb-changelog(5).
enum Changelog {
  /// How many lines are told.
  private static let longest = 30

  /// - Parameters:
  ///   - before: the version that was there; nil for a package that is new.
  ///   - contents: the image that has the newer version.
  /// - Returns: nothing where the image has no changelog, or none of these versions.
  static func lines(of package: String, from before: String?, in contents: ImageContents) -> [String] {
    guard let before, contents.packageFormat == "deb",
      let data = contents.changelogs.first(where: { path, _ in isOf(package, path, contents) })?.value,
      let bytes = try? decompress(data, name: "changelog of \(package)", limit: 8 << 20)
    else { return [] }
    return lines(String(decoding: bytes, as: UTF8.self), since: before)
  }

  private static func isOf(_ package: String, _ path: String, _ contents: ImageContents) -> Bool {
    // Packages of one source may share the folder of one of them by a link.
    ["changelog.Debian.gz", "changelog.gz"].contains {
      contents.realPath("/usr/share/doc/\(package)/\($0)") == path
    }
  }

  /// The lines of the versions that are newer than one, without who wrote them and empty ones.
  static func lines(_ text: String, since version: String) -> [String] {
    let before = DebianVersion(version)
    var found: [String] = []
    for line in text.split(whereSeparator: \.isNewline) {
      if line.first != " " {
        guard let own = versionOf(line) else { continue }
        // A rebuild without changes has its own version, and no entry of its own.
        guard before < DebianVersion(own), DebianVersion(before.source) < DebianVersion(own) else { break }
        found.append(own)
      } else if !line.hasPrefix(" -- ") {
        found.append(String(line))
      }
    }
    guard found.count > longest else { return found }
    return found.prefix(longest) + ["… \(found.count - longest) more lines"]
  }

  /// `VERSION` of `SOURCE (VERSION) SUITES; urgency=URGENCY`.
  private static func versionOf(_ line: Substring) -> String? {
    guard let open = line.firstIndex(of: "("), let close = line.firstIndex(of: ")"), open < close else {
      return nil
    }
    return String(line[line.index(after: open)..<close])
  }
}
