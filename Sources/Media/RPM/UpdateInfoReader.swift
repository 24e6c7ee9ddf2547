internal import XML

/// Reads a repository's advisories, `updateinfo.xml`: which versions of packages close holes.
///
/// The format is createrepo_c's: `<updates><update type="security"><pkglist><collection><package name epoch version release
/// arch/>…`.
final class UpdateInfoReader: XMLHandler {
  private let names: Set<String>
  private(set) var fixes: [InstalledPackage] = []
  private var isSecurity = false

  /// - Parameter names: of the packages wanted.
  init(names: Set<String>) { self.names = names }

  func start(_ element: XMLElement, depth: Int) {
    if depth == 2 { isSecurity = element.attribute("type") == "security" }
    guard isSecurity, depth == 5, element.isNamed("package"), let name = element.attribute("name"),
      names.contains(name)
    else { return }
    let version = element.packageVersion(version: "version", release: "release")
    fixes.append(
      InstalledPackage(name: name, version: version, architecture: element.attribute("arch") ?? ""))
  }

  func text(_ bytes: UnsafeRawBufferPointer) {}

  func end(depth: Int) {}
}
