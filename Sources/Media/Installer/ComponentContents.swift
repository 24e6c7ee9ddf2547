/// Which files each component of an archive consists of, from the signed `Contents-udeb` index.
///
/// It lists those that are gone from the pool too: so what is missing is known exactly.
struct ComponentContents {
  private var files: [String: [String]] = [:]

  /// Files that no installer needs.
  private static let unneeded = ["usr/share/lintian/", "usr/share/doc/", "usr/share/bug/"]

  /// Reads lines of a path, blanks, and packages with their sections, `debian-installer/e2fsprogs-udeb,…`.
  /// - Parameter names: the components whose files are wanted.
  init(_ text: [UInt8], of names: Set<String>) {
    for line in text.split(separator: UInt8(ascii: "\n")) {
      guard let blank = line.lastIndex(of: UInt8(ascii: " ")) else { continue }
      let packages = String(decoding: line[(blank + 1)...], as: UTF8.self).split(separator: ",")
      for package in packages {
        let name = String(package.split(separator: "/").last ?? "")
        guard names.contains(name) else { continue }
        let path = String(decoding: line[..<blank], as: UTF8.self).trimmingBlanksAtEnd
        if !Self.unneeded.contains(where: path.hasPrefix) { files[name, default: []].append(path) }
      }
    }
  }

  /// The paths of a component's files, relative to the root; nil when the index does not know it.
  func files(of component: String) -> [String]? { files[component] }
}

extension String {
  fileprivate var trimmingBlanksAtEnd: String {
    guard let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(self[...last])
  }
}
