import Foundation
import JSON

/// A package of Python's, by the metadata that installers leave beside it; PyPA's "Core metadata specifications".
enum PythonPackage {
  static func reads(_ path: String) -> Bool {
    path.hasSuffix(".dist-info/METADATA") || path.hasSuffix(".egg-info/PKG-INFO")
      || path.hasSuffix(".egg-info")
  }

  /// nil where it says no name.
  static func component(_ text: String) -> ContentsComponent? {
    var fields: [String: String] = [:]
    var classifiers: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      // What follows is its description.
      if line.isEmpty { break }
      guard let colon = line.firstIndex(of: ":"), line.first != " ", line.first != "\t" else { continue }
      let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      let name = line[..<colon].lowercased()
      if name == "classifier" { classifiers.append(value) } else { fields[name] = fields[name] ?? value }
    }
    guard let name = fields["name"] else { return nil }
    let classified = classifiers.filter { $0.hasPrefix("License ::") }.compactMap {
      $0.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
    }
    // Some put a whole text where the name belongs.
    let written = [fields["license-expression"], fields["license"], classified.first].compactMap(\.self)
      .first { !$0.isEmpty && $0 != "UNKNOWN" && $0.count <= 80 }
    return ContentsComponent(
      .python, name, version: fields["version"], license: written.map { LicenseExpression.parse($0).text })
  }
}

/// A gem, by the specification that RubyGems leaves of it: lines such as `s.version = "1.2.3"`.
enum RubyPackage {
  static func reads(_ path: String) -> Bool {
    path.contains("/specifications/") && path.hasSuffix(".gemspec")
  }

  static func component(_ text: String) -> ContentsComponent? {
    var (name, version, licenses): (String?, String?, [String]) = (nil, nil, [])
    for line in text.split(separator: "\n") {
      let line = line.trimmingCharacters(in: .whitespaces)
      // `# stub: NAME VERSION PLATFORM FOLDERS`
      if line.hasPrefix("# stub: ") {
        let words = line.split(separator: " ")
        if words.count >= 4 { (name, version) = (String(words[2]), String(words[3])) }
      } else if line.hasPrefix("s.name = ") {
        name = name ?? quoted(line).first
      } else if line.hasPrefix("s.version = ") {
        version = version ?? quoted(line).first
      } else if line.hasPrefix("s.licenses = ") || line.hasPrefix("s.license = ") {
        licenses = quoted(line)
      }
    }
    guard let name else { return nil }
    let license = licenses.isEmpty ? nil : LicenseExpression.any(licenses.map(LicenseExpression.parse)).text
    return ContentsComponent(.ruby, name, version: version, license: license)
  }

  private static func quoted(_ line: String) -> [String] {
    line.split(separator: "\"", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
      .map { String($0.element) }
  }
}

/// A package of npm, by its `package.json`.
enum NPMPackage {
  /// Whether it is a package's own: packages have such files of their tests and parts, too.
  static func reads(_ path: String) -> Bool {
    guard path.hasSuffix("/package.json") else { return false }
    let names = path.split(separator: "/")
    guard let folder = names.lastIndex(of: "node_modules") else { return true }
    let inside = names[(folder + 1)...].dropLast()
    return inside.count == 1 || inside.count == 2 && inside.first?.hasPrefix("@") == true
  }

  static func component(_ bytes: [UInt8]) -> ContentsComponent? {
    guard let package = try? parseJSON(bytes), let name = package["name"]?.string,
      let version = package["version"]?.string
    else { return nil }
    let license = package["license"]?.string ?? package["license"]?["type"]?.string
    return ContentsComponent(
      .npm, name, version: version, license: license.map { LicenseExpression.parse($0).text })
  }
}
