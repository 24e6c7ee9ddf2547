/// A component as the installer's own package manager would have unpacked it.
struct UnpackedComponent: Sendable {
  let files: [InitrdFile]

  /// Reads a component's package. Blocks.
  init(package path: String, name: String) throws {
    var files: [InitrdFile] = []
    try ArchiveAccess.readPackage(path, .data) { member in
      if let file = try member.initrdFile() { files.append(file) }
    }
    try ArchiveAccess.readPackage(path, .control) { member in
      guard member.kind == .file, !["control", "md5sums"].contains(member.path) else { return }
      let isText = member.path == "templates"
      files.append(
        InitrdFile(
          path: "var/lib/dpkg/info/\(name).\(member.path)", mode: isText ? 0o644 : 0o755,
          content: .file(try member.read())))
    }
    self.files = files
  }
}
