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
