import JSON

/// The texts of a box for vagrant-libvirt; its documentation, "Box formats": version 1 for one disk, 2 for several.
public struct VagrantBox: Sendable {
  private let image: Descriptor
  private let disks: [BundledDisk]

  /// - Parameter disks: qcow2, in the machine's order.
  public init(_ image: Descriptor, disks: [BundledDisk]) {
    self.image = image
    self.disks = disks
  }

  /// What a disk is called in a box: Vagrant's own name for the only one.
  public static func file(ofDisk index: Int) -> String { index == 0 ? "box.img" : "box-disk\(index + 1).img" }

  /// `metadata.json`.
  public var metadata: String {
    let kind: [(key: String, value: OrderedJSON)] = [
      ("provider", .text("libvirt")), ("format", .text("qcow2")),
    ]
    if disks.count == 1 {
      return OrderedJSON.object(kind + [("virtual_size", .integer(gibibytes(disks[0])))]).rendered() + "\n"
    }
    let list = disks.map { OrderedJSON.object([("path", .text($0.file))]) }
    return OrderedJSON.object(kind + [("disks", .list(list))]).rendered() + "\n"
  }

  /// What a box says of its machine; what a user's own file says comes after it.
  public var vagrantfile: String {
    var settings = ["cpus = \(image.cpu)", "memory = \(image.memory)", #"disk_bus = "virtio""#]
    // vagrant-libvirt has no word for Secure Boot; the image needs it no more than any UEFI.
    if image.kiln.firmware.isUEFI { settings.append(#"loader = "/usr/share/ovmf/OVMF.fd""#) }
    return """
      Vagrant.configure("2") do |config|
        # Nothing is installed that a folder could be shared with.
        config.vm.synced_folder ".", "/vagrant", disabled: true
        config.vm.provider :libvirt do |libvirt|
      \(settings.map { "    libvirt.\($0)" }.joined(separator: "\n"))
        end
      end

      """
  }

  /// Rounded up.
  private func gibibytes(_ disk: BundledDisk) -> Int { Int((disk.capacity + (1 << 30) - 1) >> 30) }
}
