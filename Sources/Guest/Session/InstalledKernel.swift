/// The kernel that a system boots unless it is told otherwise.
public struct InstalledKernel: Hashable, Sendable {
  /// Absolute, with all links followed: regular files of the image.
  public var kernel: String
  public var initrd: String?
  /// What it is started with.
  public var commandLine: String
}

extension GuestSession {
  /// Finds the kernel that the boot loader's default entry names; where nothing can be made of that, the newest in `/boot`.
  ///
  /// - Throws: ``GuestError``, also where there is none.
  public func installedKernel() throws -> InstalledKernel {
    for files in try defaultEntries() {
      guard let kernel = try bootFile(files.kernel) else { continue }
      // Several are one after the other in memory; the last one is the system's, those before it are microcode.
      let initrd = try files.initrds.reversed().lazy.compactMap(bootFile).first
      return InstalledKernel(kernel: kernel, initrd: initrd, commandLine: files.arguments)
    }
    guard let newest = try newestKernel() else {
      throw GuestError.path("/boot", reason: "there is no kernel in it")
    }
    return newest
  }

  /// Copies a regular file of the image to this host.
  ///
  /// - Parameters:
  ///   - path: absolute, with no link in it.
  ///   - limit: bytes; a larger one is an error.
  public func download(_ path: String, to hostPath: String, limit: Int64) throws {
    guard let file = try handle.file(path) else { throw GuestError.path(path, reason: "no regular file") }
    guard file.size <= limit else {
      throw GuestError.path(path, reason: "larger than \(limit >> 20) MiB")
    }
    try handle.download(path, to: hostPath)
  }

  /// Those of GRUB's menu first; of the Boot Loader Specification, the one that GRUB has saved, then by name, the last first.
  private func defaultEntries() throws -> [BootFiles] {
    let grub = try ["/boot/grub/grub.cfg", "/boot/grub2/grub.cfg"].filter(exists).compactMap {
      BootEntry.grub(try text($0))
    }
    let variables = try grubVariables()
    let saved = variables["saved_entry"]
    let paths = try ["/boot", "/efi", "/boot/efi"].flatMap { try handle.glob("\($0)/loader/entries/*.conf") }
      .filter { !$0.contains("-rescue") }
    let names = paths.sorted { Self.isOlder($1, $0) }
    let ordered = names.filter { $0.hasSuffix("/\(saved ?? "").conf") } + names
    let entries = try ordered.compactMap { BootEntry.specification(try text($0)) }
    return (grub + entries).map(\.files).map { files in
      var files = files
      files.arguments = Self.filled(files.arguments, variables)
      return files
    }
  }

  /// What GRUB keeps in its environment block: lines of `NAME=VALUE`.
  private func grubVariables() throws -> [String: String] {
    var variables: [String: String] = [:]
    for path in ["/boot/grub2/grubenv", "/boot/grub/grubenv"] where try exists(path) {
      for line in try text(path).split(separator: "\n") where !line.hasPrefix("#") {
        let parts = line.split(separator: "=", maxSplits: 1)
        if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
      }
    }
    return variables
  }

  /// An entry's words, with what its variables stand for; those that nothing is known of stand for nothing.
  static func filled(_ arguments: String, _ variables: [String: String]) -> String {
    arguments.split(separator: " ").compactMap { word in
      guard word.hasPrefix("$") else { return String(word) }
      return variables[word.dropFirst().filter { $0 != "{" && $0 != "}" }]
    }.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Where the file is that a boot loader's entry names: it may read a file system of its own, which the system has at `/boot`.
  private func bootFile(_ written: String) throws -> String? {
    // GRUB may name the device before it.
    let path = written.hasPrefix("(") ? String(written.drop { $0 != ")" }.dropFirst()) : written
    guard path.hasPrefix("/"), !path.split(separator: "/").contains("..") else { return nil }
    for place in [path, "/boot" + path, "/boot/efi" + path, "/efi" + path] {
      guard let real = try handle.realPath(place), try handle.file(real) != nil else { continue }
      return real
    }
    return nil
  }

  private func newestKernel() throws -> InstalledKernel? {
    let kernels = try handle.glob("/boot/vmlinuz-*").filter { !$0.contains("-rescue") }
    for path in kernels.sorted(by: { Self.isOlder($1, $0) }) {
      guard let kernel = try bootFile(path) else { continue }
      let version = path.dropFirst("/boot/vmlinuz-".count)
      let initrds = ["/boot/initrd.img-\(version)", "/boot/initramfs-\(version).img"]
      let root = try root.map { try handle.uuid(ofFileSystem: $0) } ?? ""
      return InstalledKernel(
        kernel: kernel, initrd: try initrds.lazy.compactMap(bootFile).first,
        commandLine: root.isEmpty ? "" : "root=UUID=\(root) ro")
    }
    return nil
  }

  /// By their numbers, then as text, as kernels' versions are compared.
  static func isOlder(_ one: String, _ other: String) -> Bool {
    let parts = [one, other].map { name in
      name.split { !$0.isASCII || !($0.isNumber || $0.isLetter) }.map { (Int($0) ?? -1, String($0)) }
    }
    for (first, second) in zip(parts[0], parts[1]) where first != second { return first < second }
    return parts[0].count < parts[1].count
  }
}
