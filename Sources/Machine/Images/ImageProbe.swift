public import Foundation

/// Tells the format of an image that someone else made, by its own bytes, before any other program opens it.
///
/// QEMU follows what an image says of other files, be they any of this host's: such images are refused.
public enum ImageProbe {
  /// How many bytes from the image's beginning are looked at.
  public static let length = 4096

  /// - Parameters:
  ///   - head: the image's first bytes; all of a shorter one.
  ///   - name: what it is called in errors.
  /// - Throws: `UnusableImage`.
  public static func format(of head: Data, name: String) throws(UnusableImage) -> ImageFormat {
    let head = [UInt8](head)
    let found: (format: ImageFormat, fault: String?)
    if head.starts(with: [0x51, 0x46, 0x49, 0xFB]) {
      found = (.qcow2, qcow2Fault(head))
    } else if head.starts(with: Array("KDMV".utf8)) {
      found = (.vmdk, vmdkFault(head))
    } else if head.starts(with: Array("# Disk DescriptorFile".utf8)) {
      found = (.vmdk, "a VMDK descriptor, which names other files: give an image that is one file")
    } else {
      // The boot signature of an MBR, which a GPT disk has too.
      let isDisk = head.count >= 512 && head[510] == 0x55 && head[511] == 0xAA
      found = (.raw, isDisk ? nil : "neither qcow2, VMDK, nor a raw disk with a partition table")
    }
    if let fault = found.fault { throw UnusableImage(name: name, reason: fault) }
    return found.format
  }

  /// QEMU, docs/interop/qcow2.txt, "Header".
  private static func qcow2Fault(_ head: [UInt8]) -> String? {
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

  /// VMware, Virtual Disk Format 5.0, "Hosted Sparse Extent Header". One without a capacity has a descriptor in it that QEMU
  /// follows to other files (block/vmdk.c, vmdk_open_vmdk4).
  private static func vmdkFault(_ head: [UInt8]) -> String? {
    guard head.count >= 512 else { return "a VMDK image cut off in its header" }
    return head[12..<20].allSatisfy { $0 == 0 } ? "a VMDK image whose data are in other files" : nil
  }

  private static func bigEndian(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }
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
