import Guest
import Images
import Recipes

/// What some writers need beside the image.
public struct FormatTools: Sendable {
  /// How libguestfs is run on this host.
  public var guest: GuestSettings
  /// Signs OVAs; nil leaves them without a signature.
  public var signer: OVASigner?

  /// - Parameter guest: emulation is what every host has.
  public init(guest: GuestSettings = GuestSettings(forcesTCG: true), signer: OVASigner? = nil) {
    self.guest = guest
    self.signer = signer
  }
}

/// The one list of who makes which format.
extension ImageFormat {
  /// Makes it of a sealed image.
  public func writer(_ tools: FormatTools = FormatTools()) -> any FormatWriter {
    switch self {
    case .qcow2, .raw, .rawZstd, .rawXZ, .vmdk, .vdi, .vhd, .vhdx: DiskWriter(self)
    case .ova: OVAWriter(.one, signer: tools.signer)
    case .ova2: OVAWriter(.two, signer: tools.signer)
    case .libvirt: LibvirtWriter()
    case .containerDisk: ContainerDiskWriter()
    case .incus: IncusWriter()
    case .vagrant: VagrantWriter()
    case .kernel: KernelWriter(settings: tools.guest)
    }
  }
}
