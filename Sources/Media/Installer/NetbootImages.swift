private import Archive

/// The installer's kernel and initrd, taken out of the package that carries them.
struct NetbootImages: Sendable {
  let kernel: String
  let kernelSHA256: String
  let initrd: String

  /// Unpacks both into a folder. Blocks.
  ///
  /// A package of text images has `…/text/debian-installer/ARCH/{linux,initrd.gz}`.
  /// - Throws: `MediaError.absent` when the package has no such files.
  init(package path: String, into folder: String) throws {
    let kernel = try NewFile("\(folder)/linux")
    let initrd = try NewFile("\(folder)/initrd.gz")
    try DebPackage(path: path).withData { reader in
      try forEachMember(of: reader) { member in
        guard member.isFile, member.path.contains("/text/debian-installer/") else { return }
        if member.path.hasSuffix("/linux") { try member.copy(to: kernel) }
        if member.path.hasSuffix("/initrd.gz") { try member.copy(to: initrd) }
      }
    }
    guard kernel.length > 0, initrd.length > 0 else {
      throw MediaError.absent(what: "…/text/debian-installer/…/linux and initrd.gz", from: path)
    }
    self.kernel = kernel.path
    self.initrd = initrd.path
    kernelSHA256 = try kernel.finish()
  }
}
