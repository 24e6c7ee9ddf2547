private import Archive
private import Foundation

/// What there is to know about a debian-installer's initrd before something is laid over it.
struct BaseInitrd: Sendable {
  let layout: InitrdLayout
  let status: InstallerStatus
  /// The version of the kernel that its modules are for.
  let kernel: String
  /// The components' questions, `var/lib/dpkg/info/*.templates`, without translations.
  let templates: [InitrdFile]

  /// Reads an initrd. Blocks.
  /// - Parameters:
  ///   - path: a cpio archive, compressed or not.
  ///   - modules: a folder that its kernel modules are unpacked into, as `lib/modules/VERSION/…`.
  init(_ path: String, unpackingModulesInto modules: String) throws {
    var layout = InitrdLayout()
    var templates: [InitrdFile] = []
    var status: InstallerStatus?
    var kernels: Set<String> = []
    try forEachMember(of: ArchiveReader(path: path)) { member in
      switch member.entry.kind {
      case .folder: layout.folders.insert(member.path)
      case .symbolicLink(let target): layout.links[member.path] = target
      default: break
      }
      if member.path == InstallerStatus.path { status = try InstallerStatus(member.read()) }
      if member.path.isTemplates, let file = try member.initrdFile() {
        templates.append(file.withoutTranslations)
      }
      if let module = ModulePath(member.path) {
        kernels.insert(module.kernel)
        if member.isFile { try write(member, to: "\(modules)/\(module.path)") }
      }
    }
    guard let status else {
      throw MediaError.malformed(
        what: path, reason: "no \(InstallerStatus.path): not a debian-installer's initrd")
    }
    guard let kernel = kernels.first, kernels.count == 1 else {
      throw MediaError.malformed(what: path, reason: "modules of \(kernels.count) kernels, expected one")
    }
    self.layout = layout
    self.status = status
    self.kernel = kernel
    self.templates = templates
  }
}

/// The place of a kernel module, or of an index of modules, whichever way `/lib` and `/usr` are merged.
struct ModulePath {
  let kernel: String
  /// `lib/modules/VERSION/…`
  let path: String

  /// Nil for any other path, and for one that leads out of its archive.
  init?(_ path: String) {
    let parts = path.split(separator: "/")
    let own = parts.first == "usr" ? parts.dropFirst() : parts[...]
    guard path.isInside, own.count >= 4, own.prefix(2).elementsEqual(["lib", "modules"]) else { return nil }
    kernel = String(own[own.startIndex + 2])
    self.path = own.joined(separator: "/")
  }
}

/// Writes a member's content to a file, making its folder.
private func write(_ member: ArchiveMember, to path: String) throws {
  let url = URL(filePath: path)
  try FileManager.default.createDirectory(
    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
  let file = try NewFile(path)
  try member.copy(to: file)
}

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

/// The package database of a debian-installer, `var/lib/dpkg/status`.
struct InstallerStatus {
  /// Where it is in the installer's file system.
  static let path = "var/lib/dpkg/status"

  /// Components that are never run: the first would fetch components, which are all there; the second looks for braille
  /// displays.
  private static let settled = ["download-installer", "brltty-udeb"]

  private var text: [String] = []
  /// Names, real and virtual, of what is there.
  private(set) var names: Set<String> = []

  /// - Throws: `MediaError.malformed`.
  init(_ bytes: [UInt8]) throws {
    try forEachStanza(in: bytes, named: "the initrd's \(Self.path)") { stanza in
      if let fault = stanza.fault {
        throw MediaError.malformed(what: "the initrd's \(Self.path)", reason: fault)
      }
      guard let name = stanza.text(of: "Package") else { return }
      names.insert(name)
      names.formUnion(Relation.provided(stanza.text(of: "Provides")))
      let lines = String(decoding: stanza.bytes, as: UTF8.self)
      text.append(
        Self.settled.contains(name)
          ? lines.replacing("Status: install ok unpacked", with: "Status: install ok installed") : lines)
    }
  }

  /// Adds a component as unpacked: the installer's menu then configures it in its turn.
  mutating func add(_ package: Package) {
    let fields = [("Package", package.name), ("Status", "install ok unpacked"), ("Version", package.version)]
    let further = package.statusFields.map { ($0.name, $0.value) }
    text.append((fields + further).map { "\($0): \($1)" }.joined(separator: "\n"))
  }

  /// The whole database as text.
  var bytes: [UInt8] { [UInt8]((text.joined(separator: "\n\n") + "\n").utf8) }
}
