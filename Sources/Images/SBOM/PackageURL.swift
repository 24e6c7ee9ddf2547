import Families

/// Addresses of packages: `pkg:TYPE/NAMESPACE/NAME@VERSION?QUALIFIERS`; ECMA-427, and the types' own definitions beside it.
enum PackageURL {
  /// Of a distribution's package. `upstream` is its source, as other programs that write and read inventories have it.
  static func text(_ package: BillOfMaterials.Package, of bill: BillOfMaterials) -> String? {
    guard let format = bill.format else { return nil }
    var (version, epoch) = (package.version, String?.none)
    if format == .rpm, let colon = version.firstIndex(of: ":") {
      epoch = String(version[..<colon])
      version = String(version[version.index(after: colon)...])
    }
    let system = bill.system
    let source = package.source == package.name && package.sourceVersion == package.version
    let upstream =
      "\(package.source)" + (package.sourceVersion == package.version ? "" : "@\(package.sourceVersion)")
    let qualifiers: [(String, String?)] = [
      ("arch", package.architecture.isEmpty ? nil : package.architecture),
      (
        "distro", system.map { [$0.id, $0.version ?? $0.codename].compactMap(\.self).joined(separator: "-") }
      ),
      ("epoch", epoch), ("upstream", source ? nil : upstream),
    ]
    let namespace = system.map { ForeignNames.packageURL($0.id) }
    return text(format.rawValue, [namespace, package.name], version, qualifiers)
  }

  /// Of a component; nil where there is no type for it.
  static func text(_ component: ContentsComponent) -> String? {
    let version = component.version
    switch component.kind {
    case .elf: return nil
    case .go: return text("golang", component.name.split(separator: "/").map(String.init), version)
    case .python:
      // PyPA's normal form (PEP 503).
      let name = component.name.lowercased().split { "-_.".contains($0) }.joined(separator: "-")
      return text("pypi", [name], version)
    case .ruby: return text("gem", [component.name], version)
    case .npm: return text("npm", component.name.split(separator: "/").map(String.init), version)
    case .java: return text("maven", component.name.split(separator: ":").map(String.init), version)
    }
  }

  private static func text(
    _ type: String, _ names: [String?], _ version: String?, _ qualifiers: [(String, String?)] = []
  ) -> String {
    let path = names.compactMap(\.self).map { encoded($0) }.joined(separator: "/")
    let pairs = qualifiers.compactMap { key, value in value.map { "\(key)=\(encoded($0))" } }
    return "pkg:\(type)/\(path)" + (version.map { "@\(encoded($0))" } ?? "")
      + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
  }

  /// With all but letters, digits and `.-_~:` as percent signs and hexadecimal digits.
  private static func encoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      let scalar = UnicodeScalar(byte)
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", ".", "-", "_", "~", ":": result.unicodeScalars.append(scalar)
      default: result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return result
  }
}
