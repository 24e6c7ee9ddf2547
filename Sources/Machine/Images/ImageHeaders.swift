/// QEMU, docs/interop/qcow2.txt, "Header".
enum QcowHeader {
  /// Why an image with this header is refused.
  static func fault(_ head: [UInt8]) -> String? {
    guard head.count >= 72 else { return "a qcow2 image cut off in its header" }
    let version = bigEndian(head[4..<8])
    guard [2, 3].contains(version) else { return "qcow2 of version \(version), which is not known" }
    if bigEndian(head[8..<16]) != 0 { return "it has a backing file: flatten it with qemu-img convert" }
    if bigEndian(head[32..<36]) != 0 { return "it is encrypted" }
    guard version == 3 else { return nil }
    guard head.count >= 80 else { return "a qcow2 image cut off in its header" }
    // Incompatible feature 2: data in an external file.
    return bigEndian(head[72..<80]) & 4 == 0
      ? nil : "its data are in another file: flatten it with qemu-img convert"
  }
}

/// VMware, Virtual Disk Format 5.0, "Hosted Sparse Extent Header".
enum VMDKHeader {
  /// One without a capacity has a descriptor in it that QEMU follows to other files (block/vmdk.c, vmdk_open_vmdk4).
  static func fault(_ head: [UInt8]) -> String? {
    guard head.count >= 512 else { return "a VMDK image cut off in its header" }
    return head[12..<20].allSatisfy { $0 == 0 } ? "a VMDK image whose data are in other files" : nil
  }
}

/// Microsoft, Virtual Hard Disk Image Format Specification, "Hard Disk Footer Format"; one that is not of fixed size begins with
/// a copy of it.
enum VHDFooter {
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
enum VDIHeader {
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
