import XML

/// The machine of an image as libvirt has it; libvirt, "Domain XML format".
public struct LibvirtDomain: Sendable {
  private let image: Descriptor
  private let name: String
  private let disks: [BundledDisk]

  /// Where the pool that libvirt and virt-install set up by themselves, `default`, has its files. The schema takes no path that is
  /// relative.
  public static let folder = "/var/lib/libvirt/images"

  /// - Parameters:
  ///   - name: what the machine is to be called.
  ///   - disks: qcow2, in the machine's order.
  public init(_ image: Descriptor, name: String, disks: [BundledDisk]) {
    self.image = image
    self.name = name
    self.disks = disks
  }

  /// The document.
  public var text: String {
    XMLNode(
      "domain", ["type": "kvm"],
      [XMLNode("name", text: name)] + titles + [
        XMLNode("memory", ["unit": "MiB"], text: "\(image.memory)"), XMLNode("vcpu", text: "\(image.cpu)"),
        os, features, XMLNode("cpu", ["mode": "host-passthrough"]), XMLNode("clock", ["offset": "utc"]),
        devices,
      ]
    ).document()
  }

  /// libvirt takes a title of one line only.
  private var titles: [XMLNode] {
    let title = image.title.split(whereSeparator: \.isNewline).joined(separator: " ")
    return (title.isEmpty ? [] : [XMLNode("title", text: title)])
      + (image.description.isEmpty ? [] : [XMLNode("description", text: image.description)])
  }

  private var isUEFI: Bool { image.kiln.firmware.isUEFI || image.os.arch == .aarch64 }
  private var isSecure: Bool { image.kiln.firmware == .uefiSecure }

  private var os: XMLNode {
    let machine = image.os.arch == .x86_64 ? "q35" : "virt"
    let type = XMLNode("type", ["arch": image.os.arch.rawValue, "machine": machine], text: "hvm")
    let boot = XMLNode("boot", ["dev": "hd"])
    guard isUEFI else { return XMLNode("os", [:], [type, boot]) }
    // Another image's boot loader need not be signed.
    let wanted = isSecure ? "yes" : "no"
    let features = XMLNode(
      "firmware", [:],
      ["enrolled-keys", "secure-boot"].map { XMLNode("feature", ["enabled": wanted, "name": $0]) })
    return XMLNode("os", ["firmware": "efi"], [type, features, boot])
  }

  private var features: XMLNode {
    XMLNode(
      "features", [:],
      [XMLNode("acpi")] + (image.os.arch == .x86_64 ? [XMLNode("apic")] : [])
        // What keeps the system from writing the firmware's variables.
        + (isSecure ? [XMLNode("smm", ["state": "on"])] : []))
  }

  private var devices: XMLNode {
    let network = XMLNode(
      "interface", ["type": "network"],
      [XMLNode("source", ["network": "default"]), XMLNode("model", ["type": "virtio"])])
    let serial = XMLNode("serial", ["type": "pty"])
    let console = XMLNode("console", ["type": "pty"], [XMLNode("target", ["type": "serial"])])
    let agent = XMLNode(
      "channel", ["type": "unix"],
      [XMLNode("target", ["type": "virtio", "name": "org.qemu.guest_agent.0"])])
    let random = XMLNode(
      "rng", ["model": "virtio"], [XMLNode("backend", ["model": "random"], text: "/dev/urandom")])
    let tpm = XMLNode(
      "tpm", ["model": "tpm-tis"], [XMLNode("backend", ["type": "emulator", "version": "2.0"])])
    return XMLNode(
      "devices", [:],
      zip(image.disks, disks).map(disk) + [network, serial, console, agent] + (isSecure ? [tpm] : []) + [
        random
      ])
  }

  private func disk(_ described: Descriptor.Disk, _ disk: BundledDisk) -> XMLNode {
    XMLNode(
      "disk", ["type": "file", "device": "disk"],
      [
        XMLNode("driver", ["name": "qemu", "type": "qcow2", "discard": "unmap"]),
        XMLNode("source", ["file": "\(Self.folder)/\(disk.file)"]),
        XMLNode("target", ["dev": described.target, "bus": "virtio"]),
      ])
  }
}
