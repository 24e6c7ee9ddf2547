private import Archive

/// A component as the installer's own package manager would have unpacked it.
struct UnpackedComponent: Sendable {
  let files: [InitrdFile]

  /// Reads a component's package. Blocks.
  init(package path: String, name: String) throws {
    var files: [InitrdFile] = []
    let package = try DebPackage(path: path)
    try package.withData { reader in
      try forEachMember(of: reader) { member in
        if let file = try member.initrdFile() { files.append(file) }
      }
    }
    for (file, bytes) in package.controlFiles where !["control", "md5sums"].contains(file) {
      files.append(
        InitrdFile(
          path: "var/lib/dpkg/info/\(name).\(file)", mode: file == "templates" ? 0o644 : 0o755,
          content: .file([UInt8](bytes))
        ).withoutTranslations)
    }
    self.files = files
  }
}
