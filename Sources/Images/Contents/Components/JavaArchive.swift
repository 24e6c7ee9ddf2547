import Archive
import Foundation

/// An archive of Java's classes, by what its maker says of it: Maven's `pom.properties`, else the manifest (JAR File Specification).
enum JavaArchive {
  /// Archives within archives, and bytes of all of them together.
  private static let deepest = 2
  private static let limits = ArchiveReader.Limits(entries: 100_000, bytes: 1 << 30)
  private static let longest = 64 << 20

  static func reads(_ path: String) -> Bool {
    [".jar", ".war", ".ear", ".hpi"].contains(where: path.hasSuffix)
  }

  /// What is in it, as far as it can be read.
  static func components(_ content: Data, at path: String, depth: Int = 0) -> [ContentsComponent] {
    var found: [ContentsComponent] = []
    var manifest: [String: String] = [:]
    do {
      let reader = try ArchiveReader(bytes: content, name: path, limits: limits)
      while let entry = try reader.next() {
        if entry.path == "META-INF/MANIFEST.MF" {
          manifest = attributes(try text(reader))
        } else if entry.path.hasPrefix("META-INF/maven/"), entry.path.hasSuffix("/pom.properties") {
          if let component = module(try text(reader)) { found.append(component) }
        } else if depth < deepest, reads(entry.path) {
          found += components(try reader.data(limit: longest), at: entry.path, depth: depth + 1)
        }
      }
    } catch {}
    let isKnown = found.contains { component in
      component.name.split(separator: ":").last.map {
        path.hasSuffix("/\($0).jar") || path.contains("/\($0)-")
      }
        ?? false
    }
    return isKnown ? found : [own(manifest, path)] + found
  }

  private static func text(_ reader: ArchiveReader) throws -> String {
    String(decoding: try reader.data(limit: 1 << 20), as: UTF8.self)
  }

  /// `groupId`, `artifactId` and `version`, a line each.
  private static func module(_ text: String) -> ContentsComponent? {
    let pairs = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }.compactMap {
      line -> (String, String)? in
      let parts = line.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else { return nil }
      return (String(parts[0]), parts[1].trimmingCharacters(in: .whitespaces))
    }
    let fields = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    guard let group = fields["groupId"], let artifact = fields["artifactId"] else { return nil }
    return ContentsComponent(.java, "\(group):\(artifact)", version: fields["version"])
  }

  /// A manifest's main attributes; a line that begins with a blank goes on with the one before.
  private static func attributes(_ text: String) -> [String: String] {
    var fields: [String: String] = [:]
    var name = ""
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      if line.isEmpty { break }
      if line.first == " " {
        fields[name]?.append(contentsOf: line.dropFirst())
      } else if let colon = line.firstIndex(of: ":") {
        name = String(line[..<colon])
        fields[name] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      }
    }
    return fields
  }

  /// By its manifest, else by its file's name: `NAME-VERSION.jar`.
  private static func own(_ manifest: [String: String], _ path: String) -> ContentsComponent {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let stem = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
    let split = stem.ranges(of: "-").first { stem[$0.upperBound...].first?.isNumber == true }
    let bundle = manifest["Bundle-SymbolicName"]?.split(separator: ";").first.map(String.init)
    return ContentsComponent(
      .java, bundle ?? split.map { String(stem[..<$0.lowerBound]) } ?? stem,
      version: manifest["Implementation-Version"] ?? manifest["Bundle-Version"]
        ?? split.map { String(stem[$0.upperBound...]) })
  }
}
