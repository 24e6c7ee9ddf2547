private import Files
public import Foundation

/// Tells the format of an image that someone else made, by its own bytes, before any other program opens it.
///
/// QEMU follows what an image says of other files, be they any of this host's: such images are refused.
public enum ImageProbe {
  /// How many bytes from the image's beginning are looked at.
  public static let length = 33 << 10
  /// How many bytes at its end are.
  public static let tailLength = 512

  /// - Parameters:
  ///   - head: the image's first bytes; all of a shorter one.
  ///   - tail: its last bytes.
  ///   - name: what it is called in errors.
  /// - Throws: `UnusableImage`, with the format seen where that is one that cannot be taken.
  public static func format(of head: Data, tail: Data = Data(), name: String) throws(UnusableImage)
    -> DiskFormat
  {
    let head = [UInt8](head)
    let found = known(head, tail: [UInt8](tail)) ?? (.raw, rawFault(head))
    if let fault = found.fault { throw UnusableImage(name: name, reason: fault) }
    return found.format
  }

  /// The same of a file.
  ///
  /// - Throws: `UnusableImage`, and what keeps it from being read.
  public static func format(ofFile path: String, name: String? = nil) throws -> DiskFormat {
    let handle = try opened(path)
    defer { try? handle.close() }
    let head = try handle.read(upToCount: length) ?? Data()
    let size = try handle.seekToEnd()
    guard size <= ForeignDisk.largest else {
      throw UnusableImage(name: name ?? path, reason: tooLarge(size, most: ForeignDisk.largest))
    }
    try handle.seek(toOffset: size - min(size, UInt64(tailLength)))
    return try format(of: head, tail: try handle.readToEnd() ?? Data(), name: name ?? path)
  }

  /// A file, or a device that a disk may be; never what only ends when somebody else wants it to.
  static func opened(_ path: String) throws -> FileHandle {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError.system("cannot read \(path)", path) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    guard fstat(descriptor, &status) == 0, [S_IFREG, S_IFBLK].contains(status.st_mode & S_IFMT) else {
      throw UnusableImage(name: path, reason: "it is neither a file nor a disk")
    }
    return handle
  }

  /// Why a disk of so many bytes is not taken.
  static func tooLarge(_ size: UInt64, most: UInt64) -> String {
    func text(_ bytes: UInt64) -> String { bytes >> 40 > 0 ? "\(bytes >> 40) TiB" : "\(bytes >> 20) MiB" }
    return "its disk has \(text(size)), and \(text(most)) is the most"
  }

  private static func known(_ head: [UInt8], tail: [UInt8]) -> (format: DiskFormat, fault: String?)? {
    if head.starts(with: [0x51, 0x46, 0x49, 0xFB]) { return (.qcow2, QcowHeader.fault(head)) }
    if head.starts(with: Array("KDMV".utf8)) { return (.vmdk, VMDKHeader.fault(head)) }
    if head.starts(with: Array("# Disk DescriptorFile".utf8)) {
      return (.vmdk, "a VMDK descriptor, which names other files: give an image that is one file")
    }
    if head.starts(with: VHDFooter.cookie) { return (.vhd, VHDFooter.fault(head)) }
    if head.starts(with: Array("vhdxfile".utf8)) { return (.vhdx, nil) }
    if head.dropFirst(64).starts(with: [0x7F, 0x10, 0xDA, 0xBE]) { return (.vdi, VDIHeader.fault(head)) }
    // A VHD of fixed size is the disk, then the footer.
    if tail.starts(with: VHDFooter.cookie) { return (.vhd, VHDFooter.fault(tail)) }
    return nil
  }

  /// Why bytes of no known image format are no raw disk; names what they are, where that can be told.
  private static func rawFault(_ head: [UInt8]) -> String? {
    // A CD image may begin like a disk, so that it boots from a memory stick, too.
    if compactDisc.isSeen(in: head) { return compactDisc.fault }
    // The boot signature of an MBR, which a GPT disk has too.
    if head.count >= 512, head[510] == 0x55, head[511] == 0xAA { return nil }
    return others.first { $0.isSeen(in: head) }?.fault
      ?? "neither qcow2, VMDK, VHD, VHDX, VDI, nor a raw disk with a partition table"
  }

  private struct Other {
    let offset: Int
    let magic: [UInt8]
    let name: String
    let advice: String

    init(_ name: String, _ magic: String, at offset: Int = 0, _ advice: String = convert) {
      self.offset = offset
      self.magic = magic.unicodeScalars.map { UInt8($0.value) }
      self.name = name
      self.advice = advice
    }

    func isSeen(in head: [UInt8]) -> Bool { head.dropFirst(offset).starts(with: magic) }

    var fault: String { "it is \(name): \(advice)" }

    static let convert = "convert it to qcow2 with qemu-img"
    static let unpack = "unpack it and name the disk image in it"
  }

  private static let compactDisc = Other(
    "a CD image (ISO 9660)", "CD001", at: 32769, "name the image of an installed disk")

  /// Each by the magic number that its own specification gives.
  private static let others = [
    Other("a QED image", "QED\0"), Other("a VMFS sparse VMDK", "COWD"),
    Other("a Parallels image", "WithoutFreeSpace"), Other("a Parallels image", "WithouFreSpacExt"),
    Other("a Bochs image", "Bochs Virtual HD Image"),
    Other("a LUKS volume", "LUKS\u{BA}\u{BE}", "take the encryption off it"),
    Other("a 7z archive", "7z\u{BC}\u{AF}\u{27}\u{1C}", Other.unpack),
    Other("a RAR archive", "Rar!\u{1A}\u{07}", Other.unpack),
    Other("an lz4 file", "\u{04}\u{22}\u{4D}\u{18}", Other.unpack),
    Other("a squashfs file system", "hsqs", "name the image of a whole disk"),
    Other("an XFS without a partition table", "XFSB", "name the image of a whole disk"),
    Other(
      "an ext file system without a partition table", "\u{53}\u{EF}", at: 1080,
      "name the image of a whole disk"),
    Other("an XML file (an OVF?)", "<?xml", "name the OVA, or the disk that is beside it"),
    Other("an HTML page", "<!DOCTYPE", "the server sent a page instead of the image: check the address"),
    Other("an HTML page", "<html", "the server sent a page instead of the image: check the address"),
  ]
}

/// Why an image that someone else made cannot be used.
public struct UnusableImage: Error, Hashable, CustomStringConvertible {
  public var name: String
  public var reason: String

  public init(name: String, reason: String) {
    self.name = name
    self.reason = reason
  }

  public var description: String { "cannot take \(name) over: \(reason)" }
}

/// QEMU, docs/interop/qcow2.txt, "Header".
private enum QcowHeader {
  /// Why an image with this header is refused.
  static func fault(_ head: [UInt8]) -> String? {
    guard head.count >= 72 else { return "a qcow2 image cut off in its header" }
    let version = bigEndian(head[4..<8])
    guard [2, 3].contains(version) else { return "qcow2 of version \(version), which is not known" }
    if bigEndian(head[8..<16]) != 0 { return "it has a backing file: flatten it with qemu-img convert" }
    if bigEndian(head[32..<36]) != 0 { return "it is encrypted" }
    let size = bigEndian(head[24..<32])
    if size > ForeignDisk.largest { return ImageProbe.tooLarge(size, most: ForeignDisk.largest) }
    guard version == 3 else { return nil }
    guard head.count >= 80 else { return "a qcow2 image cut off in its header" }
    // Incompatible feature 2: data in an external file.
    return bigEndian(head[72..<80]) & 4 == 0
      ? nil : "its data are in another file: flatten it with qemu-img convert"
  }
}

/// VMware, Virtual Disk Format 5.0, "Hosted Sparse Extent Header".
private enum VMDKHeader {
  /// One without a capacity has a descriptor in it that QEMU follows to other files (block/vmdk.c, vmdk_open_vmdk4).
  static func fault(_ head: [UInt8]) -> String? {
    guard head.count >= 512 else { return "a VMDK image cut off in its header" }
    if head[12..<20].allSatisfy({ $0 == 0 }) { return "a VMDK image whose data are in other files" }
    // QEMU looks for it in the descriptor that follows the header, and opens what it names (vmdk_parent_open).
    return contains(Array("parentFileNameHint".utf8), head)
      ? "a VMDK image that holds only the difference to another: merge them first" : nil
  }

  private static func contains(_ word: [UInt8], _ head: [UInt8]) -> Bool {
    head.indices.contains { head[$0] == word[0] && head[$0...].starts(with: word) }
  }
}

/// Microsoft, Virtual Hard Disk Image Format Specification, "Hard Disk Footer Format"; one that is not of fixed size begins with
/// a copy of it.
private enum VHDFooter {
  static let cookie = Array("conectix".utf8)

  static func fault(_ footer: [UInt8]) -> String? {
    guard footer.count >= 512 else { return "a VHD image cut off in its header" }
    // QEMU would take a differencing disk for a dynamic one, and what its parent has for zeros.
    switch bigEndian(footer[60..<64]) {
    case 2, 3: return nil
    case 4: return "a VHD image that holds only the difference to another: merge them first"
    case let type: return "a VHD image of type \(type), which is not known"
    }
  }
}

/// VirtualBox, src/VBox/Storage/VDICore.h, `VDIHEADER1`.
private enum VDIHeader {
  static func fault(_ head: [UInt8]) -> String? {
    guard head.count >= 512 else { return "a VDI image cut off in its header" }
    switch head[76..<80].reversed().reduce(0, { $0 << 8 | UInt64($1) }) {
    case 1, 2: return nil
    case 3, 4: return "a VDI image that holds only the difference to another: clone it with VBoxManage"
    case let type: return "a VDI image of type \(type), which is not known"
    }
  }
}

private func bigEndian(_ bytes: ArraySlice<UInt8>) -> UInt64 {
  bytes.reduce(0) { $0 << 8 | UInt64($1) }
}
