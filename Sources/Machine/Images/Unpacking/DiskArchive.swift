import Archive
private import Foundation
import JSON

/// An archive with the disks of a machine in it: a tar or zip of one image, or a bundle that says what is in it, be it an OVA, a libvirt
/// domain, a Vagrant box, or the OCI layout of a containerDisk.
struct DiskArchive {
  let path: String
  /// What it is called in errors.
  let name: String

  /// Where a disk is.
  enum Disk: Hashable {
    case entry(String)
    /// In an archive that is itself an entry.
    case inner(entry: String, of: String)
    /// Described only; bytes.
    case empty(UInt64)
  }

  /// More than any machine has, and few enough to unpack.
  private static let most = 64
  /// Of a text that says what is in the archive, in bytes.
  private static let longestText = 16 << 20

  /// The only disk; what is only described is left out.
  func disk() throws -> [Disk] {
    let found = try contents()
    switch found {
    case .ovf(let text): return [.entry(try OVF.disk(text, name: name))]
    default:
      let disks = try disks(found)
      guard disks.count == 1 else {
        throw UnusableImage(name: name, reason: "it holds \(disks.count) disks; one can be taken over")
      }
      return disks
    }
  }

  /// All disks, in the machine's order.
  func disks() throws -> [Disk] {
    let disks = try disks(try contents())
    guard disks.count <= Self.most else {
      throw UnusableImage(name: name, reason: "it names \(disks.count) disks; \(Self.most) are the most")
    }
    return disks
  }

  /// Hands out the bytes of a disk.
  ///
  /// - Throws: `UnusableImage` when it is not there; what `body` throws.
  func forEachPiece(
    of disk: Disk, limits: ArchiveReader.Limits, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    switch disk {
    case .empty: return
    case .entry(let entry):
      let reader = try ArchiveReader(path: path, limits: limits)
      try reader.find(entry, orThrow: missing(entry))
      try reader.forEachPiece(body)
    case .inner(let entry, let outer):
      let reader = try ArchiveReader(path: path, limits: limits)
      try reader.find(outer, orThrow: missing(outer))
      let inner = try ArchiveReader(currentEntryOf: reader, name: name, limits: limits)
      try inner.find(entry, orThrow: missing(entry))
      try inner.forEachPiece(body)
    }
  }

  private func missing(_ entry: String) -> UnusableImage {
    UnusableImage(name: name, reason: "there is no '\(entry)' in it, which it names as a disk")
  }

  // MARK: What it says of itself

  private enum Contents {
    case ovf([UInt8])
    case domain([UInt8])
    case ociIndex([UInt8])
    case vagrant([UInt8])
    /// The entries that look like images.
    case plain([String])
  }

  private func contents() throws -> Contents {
    let reader = try ArchiveReader(path: path)
    var candidates: [String] = []
    while let entry = try reader.next() {
      guard entry.kind == .file, !Self.isShadow(entry.path) else { continue }
      if let found = try description(entry.path, reader) { return found }
      let name = entry.path.lowercased()
      if Self.endings.contains(where: name.hasSuffix) { candidates.append(entry.path) }
    }
    return .plain(candidates)
  }

  /// What the current entry says of the archive, when it is one that does.
  private func description(_ path: String, _ reader: ArchiveReader) throws -> Contents? {
    func text() throws -> [UInt8] { [UInt8](try reader.data(limit: Self.longestText)) }
    let path = Self.plain(path).lowercased()
    if path.hasSuffix(".ovf") { return .ovf(try text()) }
    // What is elsewhere is some program's own.
    guard !path.contains("/") else { return nil }
    if path == "index.json" { return .ociIndex(try text()) }
    if path == "metadata.json" {
      let text = try text()
      return VagrantBox(text) == nil ? nil : .vagrant(text)
    }
    guard path.hasSuffix(".xml") else { return nil }
    let text = try text()
    return DomainXML.isDomain(text) ? .domain(text) : nil
  }

  private func disks(_ contents: Contents) throws -> [Disk] {
    switch contents {
    case .ovf(let text):
      return try OVF.disks(text, name: name).map { $0.file.map(Disk.entry) ?? .empty($0.capacity) }
    case .domain(let text): return try DomainXML.disks(text, name: name).map(Disk.entry)
    case .vagrant(let text): return (VagrantBox(text)?.disks ?? []).map(Disk.entry)
    case .ociIndex(let text): return try OCIDisks(archive: self, index: text).all()
    case .plain(let candidates):
      guard let only = candidates.first, candidates.count == 1 else {
        let found = candidates.isEmpty ? "no disk image" : candidates.joined(separator: ", ")
        throw UnusableImage(name: name, reason: "it must hold one disk image or an OVF; it holds \(found)")
      }
      return [.entry(only)]
    }
  }

  /// The text of an entry.
  func text(of entry: String) throws -> [UInt8] {
    let reader = try ArchiveReader(path: path)
    try reader.find(entry, orThrow: UnusableImage(name: name, reason: "there is no '\(entry)' in it"))
    return [UInt8](try reader.data(limit: Self.longestText))
  }

  /// The files of an archive that is itself an entry.
  func files(ofInner outer: String) throws -> [String] {
    let reader = try ArchiveReader(path: path)
    try reader.find(outer, orThrow: UnusableImage(name: name, reason: "there is no '\(outer)' in it"))
    let inner = try ArchiveReader(currentEntryOf: reader, name: name)
    var files: [String] = []
    while files.count <= Self.most, let entry = try inner.next() {
      if entry.kind == .file { files.append(Self.plain(entry.path)) }
    }
    return files
  }

  /// Without the `./` that tar writes before a name.
  fileprivate static func plain(_ path: String) -> String {
    path.hasPrefix("./") ? String(path.dropFirst(2)) : path
  }

  /// What macOS puts beside a file for its attributes (AppleDouble).
  private static func isShadow(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    return parts.contains("__MACOSX") || parts.last?.hasPrefix("._") ?? false
  }

  private static let endings =
    [".qcow2", ".img", ".raw", ".vmdk", ".vhd", ".vhdx", ".vdi", ".ova"].flatMap {
      [$0, $0 + ".gz", $0 + ".xz", $0 + ".zst", $0 + ".bz2"]
    }
}

extension ArchiveReader {
  /// Goes on to the file of this path.
  fileprivate func find(_ path: String, orThrow error: UnusableImage) throws {
    let wanted = DiskArchive.plain(path)
    while let entry = try next() {
      if entry.kind == .file, DiskArchive.plain(entry.path) == wanted { return }
    }
    throw error
  }
}

/// The metadata of a Vagrant box for libvirt; vagrant-libvirt, docs, "Box formats", versions 1 and 2.
private struct VagrantBox {
  let disks: [String]

  /// nil for what is none.
  init?(_ text: [UInt8]) {
    guard let found = try? decodeJSON(Metadata.self, from: Data(text)), found.provider == "libvirt" else {
      return nil
    }
    disks = found.disks?.map(\.path) ?? ["box.img"]
  }

  private struct Metadata: Decodable {
    var provider: String
    var disks: [Disk]?

    struct Disk: Decodable {
      var path: String
    }
  }
}

/// The disks of a KubeVirt containerDisk in an OCI layout: all files in the folder `disk`; KubeVirt's user guide, "containerDisk", and
/// OCI Image Format, "Image Layout".
private struct OCIDisks {
  let archive: DiskArchive
  let index: [UInt8]

  private struct Index: Decodable {
    var manifests: [Descriptor]
  }

  private struct Manifest: Decodable {
    /// nil in an index, which is no image.
    var layers: [Descriptor]?
  }

  private struct Descriptor: Decodable {
    var digest: String
  }

  func all() throws -> [DiskArchive.Disk] {
    let images = try read(Index.self, index, "index.json").manifests
    guard let image = images.first, images.count == 1 else {
      throw fault("its OCI layout holds \(images.count) images; give one that holds one")
    }
    let place = try blob(image.digest)
    guard let layers = try read(Manifest.self, archive.text(of: place), place).layers else {
      throw fault("its OCI layout holds an index of images; give one that holds one image")
    }
    let disks = try layers.flatMap { layer in
      let layer = try blob(layer.digest)
      return try archive.files(ofInner: layer).filter { $0.hasPrefix("disk/") }
        .map { DiskArchive.Disk.inner(entry: $0, of: layer) }
    }
    guard !disks.isEmpty else { throw fault("the image in its OCI layout has no file in /disk") }
    return disks
  }

  private func read<Value: Decodable>(_ type: Value.Type, _ text: [UInt8], _ place: String) throws -> Value {
    do {
      return try decodeJSON(type, from: text)
    } catch {
      throw fault("\(place) cannot be read: \(error)")
    }
  }

  /// Where a blob is; the digest is nothing but digits.
  private func blob(_ digest: String) throws -> String {
    let parts = digest.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, ["sha256", "sha512"].contains(parts[0]), parts[1].count >= 64,
      parts[1].allSatisfy({ $0.isASCII && $0.isHexDigit })
    else { throw fault("'\(digest)' in its OCI layout is no digest") }
    return "blobs/\(parts[0])/\(parts[1])"
  }

  private func fault(_ reason: String) -> UnusableImage { UnusableImage(name: archive.name, reason: reason) }
}
