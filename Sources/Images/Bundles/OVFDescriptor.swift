import Families
import XML

/// What an OVA says of its machine: DMTF DSP0243, Open Virtualization Format, versions 1.1 and 2.0; of the values in it, CIM's
/// `CIM_ResourceAllocationSettingData` and `CIM_OperatingSystem`.
///
/// The hardware is what VMware's and VirtualBox's importers both know: an LSI Logic controller and an E1000.
public struct OVFDescriptor: Sendable {
  public enum Version: Hashable, Sendable {
    /// 1.1, whose readers check SHA-1.
    case one
    /// 2.0, with SHA-256.
    case two

    /// The digest of a manifest's lines, as they name it.
    public var digest: String { self == .one ? "SHA1" : "SHA256" }
  }

  private let version: Version
  private let image: Descriptor
  private let name: String
  private let disks: [BundledDisk]

  /// - Parameters:
  ///   - name: what the machine is to be called.
  ///   - disks: stream-optimised VMDKs, in the machine's order.
  public init(_ version: Version, _ image: Descriptor, name: String, disks: [BundledDisk]) {
    self.version = version
    self.image = image
    self.name = name
    self.disks = disks
  }

  /// The document.
  public var text: String {
    envelope([references, diskSection, networkSection, system]).document()
  }

  /// What stands beside the descriptor: a line for each file; DSP0243, "Package integrity and authenticity".
  ///
  /// - Parameter digests: of all files but itself, in lower-case hexadecimal, the descriptor's first.
  public static func manifest(_ version: Version, _ digests: [(file: String, digest: String)]) -> String {
    digests.map { "\(version.digest)(\($0.file))= \($0.digest)\n" }.joined()
  }

  private func envelope(_ sections: [XMLNode]) -> XMLNode {
    let cim = "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_"
    let ovf = "http://schemas.dmtf.org/ovf/envelope/\(version == .one ? 1 : 2)"
    var envelope = XMLNode(
      "Envelope",
      [
        "xmlns": ovf, "xmlns:ovf": ovf, "xmlns:rasd": cim + "ResourceAllocationSettingData",
        "xmlns:vssd": cim + "VirtualSystemSettingData", "xmlns:vmw": "http://www.vmware.com/schema/ovf",
      ], sections)
    guard version == .two else { return envelope }
    envelope.attributes += [
      .init("xmlns:sasd", cim + "StorageAllocationSettingData.xsd"),
      .init("xmlns:epasd", cim + "EthernetPortAllocationSettingData.xsd"),
    ]
    return envelope
  }

  private var references: XMLNode {
    XMLNode(
      "References", [:],
      disks.enumerated().map { index, disk in
        XMLNode(
          "File", ["ovf:id": "file\(index + 1)", "ovf:href": disk.file, "ovf:size": "\(disk.size)"])
      })
  }

  private var diskSection: XMLNode {
    let format = "http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized"
    return section(
      "DiskSection", "The machine's disks",
      disks.enumerated().map { index, disk in
        XMLNode(
          "Disk",
          [
            "ovf:diskId": "disk\(index + 1)", "ovf:fileRef": "file\(index + 1)",
            "ovf:capacity": "\(disk.capacity)", "ovf:capacityAllocationUnits": "byte", "ovf:format": format,
          ])
      })
  }

  /// What is plugged into the only network adapter.
  private static let network = "VM Network"

  private var networkSection: XMLNode {
    let description = XMLNode("Description", text: "Any network that gives out addresses")
    return section(
      "NetworkSection", "The machine's networks",
      [XMLNode("Network", ["ovf:name": Self.network], [description])])
  }

  private var system: XMLNode {
    var sections = [
      XMLNode("Name", text: name),
      section(
        "ProductSection", "What is installed",
        [XMLNode("Product", text: image.title), XMLNode("Version", text: image.version)]),
    ]
    if !image.description.isEmpty {
      sections.append(
        section("AnnotationSection", "What it is for", [XMLNode("Annotation", text: image.description)]))
    }
    return XMLNode(
      "VirtualSystem", ["ovf:id": name],
      [XMLNode("Info", text: "A virtual machine")] + sections + [operatingSystem, hardware])
  }

  private var operatingSystem: XMLNode {
    let family = Family.all.first { $0.distributions.contains(image.os.distribution) }
    // 101 is "Linux 64-Bit", whatever the processor.
    let type = image.os.arch == .x86_64 ? family?.operatingSystemType ?? 101 : 101
    var node = section(
      "OperatingSystemSection", "The operating system",
      [XMLNode("Description", text: "\(image.os.distribution) \(image.os.version)")])
    node.attributes = [.init("ovf:id", "\(type)"), .init("ovf:version", image.os.version)]
    return node
  }

  // MARK: Hardware

  private var hardware: XMLNode {
    let family = XMLNode(
      "System", [:],
      [
        XMLNode("vssd:ElementName", text: "Virtual Hardware Family"), XMLNode("vssd:InstanceID", text: "0"),
        XMLNode("vssd:VirtualSystemIdentifier", text: name),
        // ESXi 5.5 and later; 6.5 and later, where there is Secure Boot.
        XMLNode("vssd:VirtualSystemType", text: isSecure ? "vmx-13" : "vmx-10"),
      ])
    return section(
      "VirtualHardwareSection", "The machine's hardware",
      [family, processors, memory] + controllers + disks.indices.map(disk) + [adapter] + settings)
  }

  private var isSecure: Bool { image.kiln.firmware == .uefiSecure }

  /// VMware's own; others pass them over. A TPM has none, since it needs a key provider of the site's.
  private var settings: [XMLNode] {
    let firmware = image.kiln.firmware.isUEFI ? "efi" : "bios"
    let values = [("firmware", firmware)] + (isSecure ? [("bootOptions.efiSecureBootEnabled", "true")] : [])
    return values.map {
      XMLNode("vmw:Config", ["ovf:required": "false", "vmw:key": $0, "vmw:value": $1])
    }
  }

  private var processors: XMLNode {
    item(
      1, type: 3, "\(image.cpu) virtual CPUs",
      ["AllocationUnits": "hertz * 10^6", "VirtualQuantity": "\(image.cpu)"])
  }

  private var memory: XMLNode {
    item(
      2, type: 4, "\(image.memory) MiB of memory",
      ["AllocationUnits": "byte * 2^20", "VirtualQuantity": "\(image.memory)"])
  }

  /// Each has 15 places for disks: 0 to 15, less its own, 7.
  private static let places = 15

  private var controllers: [XMLNode] {
    (0..<(disks.count + Self.places - 1) / Self.places).map { index in
      item(
        Self.controller(index), type: 6, "SCSI controller \(index)",
        ["Address": "\(index)", "ResourceSubType": "lsilogic"])
    }
  }

  private static func controller(_ index: Int) -> Int { 10 + index }

  private func disk(_ index: Int) -> XMLNode {
    let place = index % Self.places
    return item(
      100 + index, type: 17, "Hard disk \(index + 1)",
      [
        "AddressOnParent": "\(place < 7 ? place : place + 1)", "HostResource": "ovf:/disk/disk\(index + 1)",
        "Parent": "\(Self.controller(index / Self.places))",
      ], tag: "StorageItem", prefix: "sasd")
  }

  private var adapter: XMLNode {
    item(
      3, type: 10, "Network adapter 1",
      ["AutomaticAllocation": "true", "Connection": Self.network, "ResourceSubType": "E1000"],
      tag: "EthernetPortItem", prefix: "epasd")
  }

  /// The schema wants what is in an item in alphabetical order. Version 2 has elements of their own for some kinds.
  private func item(
    _ id: Int, type: Int, _ name: String, _ values: KeyValuePairs<String, String>, tag: String = "Item",
    prefix: String = "rasd"
  ) -> XMLNode {
    let all =
      values.map { ($0.key, $0.value) }
      + [("ElementName", name), ("InstanceID", "\(id)"), ("ResourceType", "\(type)")]
    let prefix = version == .two ? prefix : "rasd"
    return XMLNode(
      version == .two ? tag : "Item", [:],
      all.sorted { $0.0 < $1.0 }.map { XMLNode("\(prefix):\($0.0)", text: $0.1) })
  }

  private func section(_ name: String, _ info: String, _ children: [XMLNode]) -> XMLNode {
    XMLNode(name, [:], [XMLNode("Info", text: info)] + children)
  }
}
