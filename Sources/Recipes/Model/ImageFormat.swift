/// What an image is handed out as: its disks in files of their own, or a bundle that holds them.
///
/// Each is named as in a recipe's `formats` and by `--format`.
public enum ImageFormat: String, Hashable, Sendable, Codable, CaseIterable {
  /// QEMU's own (docs/interop/qcow2.txt), compressed. What all others are made from.
  case qcow2
  /// The disk's bytes as they are; what is zero takes no room.
  case raw
  /// Those, compressed by zstd(1).
  case rawZstd = "raw.zst"
  /// Those, compressed by xz(1), in blocks of 16 MiB that can be read in any order.
  case rawXZ = "raw.xz"
  /// VMware's, stream-optimised (Virtual Disk Format 5.0): compressed, for import into ESXi and for OVAs.
  case vmdk
  /// VirtualBox's.
  case vdi
  /// Of fixed size, a multiple of 1 MiB, as Azure takes it (Virtual Hard Disk Image Format Specification).
  case vhd
  /// Hyper-V's, growing ([MS-VHDX]).
  case vhdx
  /// One file with an OVF 1.1 envelope, a manifest of SHA-1 digests and stream-optimised disks (DMTF DSP0243).
  case ova
  /// The same by OVF 2.0, with SHA-256.
  case ova2 = "ova-2.0"
  /// A tar of the disks and libvirt's domain XML.
  case libvirt
  /// KubeVirt's containerDisk, as an OCI image layout in a tar.
  case containerDisk = "containerdisk"
  /// A virtual machine of LXD and Incus: its metadata and a disk.
  case incus
  /// A box for Vagrant's libvirt provider.
  case vagrant
  /// The system's kernel and initrd, to be booted without a boot loader.
  case kernel

  /// Whether it is an OVA, of whichever version.
  public var isOVA: Bool { self == .ova || self == .ova2 }

  /// Whether each disk is a file of its own.
  public var isDisk: Bool {
    switch self {
    case .qcow2, .raw, .rawZstd, .rawXZ, .vmdk, .vdi, .vhd, .vhdx: true
    case .ova, .ova2, .libvirt, .containerDisk, .incus, .vagrant, .kernel: false
    }
  }

  /// Of a disk's file, with its dot; bundles name their files themselves.
  public var fileEnding: String { ".\(rawValue)" }
}
