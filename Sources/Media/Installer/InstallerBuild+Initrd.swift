private import Archive

extension InstallerBuild {
  /// Lays the components over the initrd, with its package database and its questions.
  func overlay(_ parts: Parts, _ additions: [InitrdFile]) async throws -> InitrdOverlay {
    var overlay = InitrdOverlay(over: base.layout)
    for file in base.templates + parts.files { overlay.add(file) }
    let modules = parts.files.filter { ModulePath($0.path) != nil }
    if !modules.isEmpty {
      let indexes = ModuleIndexes(folder: scratch.path, kernel: base.kernel)
      for file in try await indexes.files(adding: modules) { overlay.add(file) }
    }
    var status = base.status
    for choice in parts.choices { status.add(choice.package) }
    overlay.add(InitrdFile(path: InstallerStatus.path, content: .file(status.bytes)))
    for file in additions { overlay.add(file) }
    return overlay
  }

  /// Writes the installer's initrd with the overlay behind it; the kernel unpacks one after the other.
  ///
  /// Both uncompressed: the guest would take longer to decompress them than the host takes to hand them over.
  /// The format is that of the kernel's Documentation/driver-api/early-userspace/buffer-format.rst.
  func writeInitrd(_ overlay: InitrdOverlay) throws -> (path: String, sha256: String) {
    let file = try NewFile("\(scratch.path)/initrd")
    try decompress(file: images.initrd) { try file.append($0) }
    let padding = [UInt8](repeating: 0, count: Int((4 - file.length % 4) % 4))
    try padding.withUnsafeBytes { try file.append($0) }
    let second = "\(scratch.path)/overlay.cpio"
    try overlay.writeArchive(second)
    try decompress(file: second) { try file.append($0) }
    return (file.path, try file.finish())
  }
}
