internal import XML

/// Reads a repository's list of packages, `primary.xml`.
///
/// The format is createrepo_c's: `<metadata><package><name/><arch/><version epoch ver rel/>…`.
final class PrimaryReader: XMLHandler {
  private let names: Set<String>
  private(set) var packages: [InstalledPackage] = []
  private var package = InstalledPackage(name: "", version: "", architecture: "")
  private var field: WritableKeyPath<InstalledPackage, String>?

  /// - Parameter names: of the packages wanted.
  init(names: Set<String>) { self.names = names }

  func start(_ element: XMLElement, depth: Int) {
    if depth == 2 { package = InstalledPackage(name: "", version: "", architecture: "") }
    guard depth == 3 else { return }
    if element.isNamed("name") {
      field = \.name
    } else if element.isNamed("arch") {
      field = \.architecture
    } else if element.isNamed("version") {
      package.version = element.packageVersion(version: "ver", release: "rel")
    }
  }

  func text(_ bytes: UnsafeRawBufferPointer) {
    if let field { package[keyPath: field] += String(decoding: bytes, as: UTF8.self) }
  }

  func end(depth: Int) {
    if depth == 3 { field = nil }
    if depth == 2, names.contains(package.name) { packages.append(package) }
  }
}

extension XMLElement {
  /// `[EPOCH:]VERSION-RELEASE` of the attributes of these names.
  func packageVersion(version: StaticString, release: StaticString) -> String {
    let epoch = attribute("epoch").flatMap { ["", "0"].contains($0) ? nil : "\($0):" } ?? ""
    return epoch + (attribute(version) ?? "") + "-" + (attribute(release) ?? "")
  }
}
