import Recipes

/// The one list of who makes which format.
extension ImageFormat {
  /// Makes it of a sealed image; nil where this version of Kiln cannot.
  public var writer: (any FormatWriter)? {
    switch self {
    case .qcow2, .raw, .rawZstd, .rawXZ, .vmdk, .vdi, .vhd, .vhdx: DiskWriter(self)
    case .ova: nil
    case .ova2: nil
    case .libvirt: nil
    case .containerDisk: nil
    case .incus: nil
    case .vagrant: nil
    case .kernel: nil
    }
  }
}
