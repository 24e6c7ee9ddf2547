import Foundation
import Images
import Recipes
import Testing

/// The texts of bundles, whole: what others read must not change unseen.
struct BundleTextTests {
  private static func image(
    firmware: Hardware.Firmware = .bios, arch: Descriptor.System.Architecture = .x86_64,
    distribution: String = "debian", title: String = "Web \"server\" & more", disks: Int = 1
  ) -> Descriptor {
    let tools = Tools(kiln: "1", qemu: "7", libguestfs: "1")
    let all = (0..<disks).map { index in
      Descriptor.Disk(
        name: index == 0 ? "system" : "data\(index)", type: index == 0 ? .os : .data,
        role: index == 0 ? .system : .data, index: index, virtualSize: 8 << 30)
    }
    return Descriptor(
      title: title, description: "", identifier: "web", version: "1.2.0", groups: [],
      os: .init(distribution: distribution, version: "13", arch: arch), cpu: 2, memory: 1024, disks: all,
      attributes: [:],
      kiln: Provenance(
        key: LayerKey(hex: "ab"), chain: [], built: Date(timeIntervalSince1970: 1_764_000_000), tools: tools,
        answers: "", firmware: firmware, packages: 1))
  }

  private static func disks(_ ending: String, _ count: Int = 1) -> [BundledDisk] {
    (0..<count).map {
      BundledDisk(
        file: $0 == 0 ? "web-1.2.0.\(ending)" : "web-1.2.0-data\($0).\(ending)", size: 1000 + UInt64($0),
        capacity: 8 << 30)
    }
  }

  private static func ovf(_ version: OVFDescriptor.Version, _ image: Descriptor = image(), count: Int = 1)
    -> String
  {
    OVFDescriptor(version, image, name: "web-1.2.0", disks: disks("vmdk", count)).text
  }

  @Test func theFirstVersionOfOVF() {
    #expect(
      Self.ovf(.one) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <Envelope xmlns="http://schemas.dmtf.org/ovf/envelope/1" xmlns:ovf="http://schemas.dmtf.org/ovf/envelope/1" \
        xmlns:rasd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_ResourceAllocationSettingData" \
        xmlns:vssd="http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_VirtualSystemSettingData" \
        xmlns:vmw="http://www.vmware.com/schema/ovf">
          <References>
            <File ovf:id="file1" ovf:href="web-1.2.0.vmdk" ovf:size="1000"/>
          </References>
          <DiskSection>
            <Info>The machine's disks</Info>
            <Disk ovf:diskId="disk1" ovf:fileRef="file1" ovf:capacity="8589934592" \
        ovf:capacityAllocationUnits="byte" \
        ovf:format="http://www.vmware.com/interfaces/specifications/vmdk.html#streamOptimized"/>
          </DiskSection>
          <NetworkSection>
            <Info>The machine's networks</Info>
            <Network ovf:name="VM Network">
              <Description>Any network that gives out addresses</Description>
            </Network>
          </NetworkSection>
          <VirtualSystem ovf:id="web-1.2.0">
            <Info>A virtual machine</Info>
            <Name>web-1.2.0</Name>
            <ProductSection>
              <Info>What is installed</Info>
              <Product>Web &quot;server&quot; &amp; more</Product>
              <Version>1.2.0</Version>
            </ProductSection>
            <OperatingSystemSection ovf:id="96" ovf:version="13">
              <Info>The operating system</Info>
              <Description>debian 13</Description>
            </OperatingSystemSection>
            <VirtualHardwareSection>
              <Info>The machine's hardware</Info>
              <System>
                <vssd:ElementName>Virtual Hardware Family</vssd:ElementName>
                <vssd:InstanceID>0</vssd:InstanceID>
                <vssd:VirtualSystemIdentifier>web-1.2.0</vssd:VirtualSystemIdentifier>
                <vssd:VirtualSystemType>vmx-10</vssd:VirtualSystemType>
              </System>
              <Item>
                <rasd:AllocationUnits>hertz * 10^6</rasd:AllocationUnits>
                <rasd:ElementName>2 virtual CPUs</rasd:ElementName>
                <rasd:InstanceID>1</rasd:InstanceID>
                <rasd:ResourceType>3</rasd:ResourceType>
                <rasd:VirtualQuantity>2</rasd:VirtualQuantity>
              </Item>
              <Item>
                <rasd:AllocationUnits>byte * 2^20</rasd:AllocationUnits>
                <rasd:ElementName>1024 MiB of memory</rasd:ElementName>
                <rasd:InstanceID>2</rasd:InstanceID>
                <rasd:ResourceType>4</rasd:ResourceType>
                <rasd:VirtualQuantity>1024</rasd:VirtualQuantity>
              </Item>
              <Item>
                <rasd:Address>0</rasd:Address>
                <rasd:ElementName>SCSI controller 0</rasd:ElementName>
                <rasd:InstanceID>10</rasd:InstanceID>
                <rasd:ResourceSubType>lsilogic</rasd:ResourceSubType>
                <rasd:ResourceType>6</rasd:ResourceType>
              </Item>
              <Item>
                <rasd:AddressOnParent>0</rasd:AddressOnParent>
                <rasd:ElementName>Hard disk 1</rasd:ElementName>
                <rasd:HostResource>ovf:/disk/disk1</rasd:HostResource>
                <rasd:InstanceID>100</rasd:InstanceID>
                <rasd:Parent>10</rasd:Parent>
                <rasd:ResourceType>17</rasd:ResourceType>
              </Item>
              <Item>
                <rasd:AutomaticAllocation>true</rasd:AutomaticAllocation>
                <rasd:Connection>VM Network</rasd:Connection>
                <rasd:ElementName>Network adapter 1</rasd:ElementName>
                <rasd:InstanceID>3</rasd:InstanceID>
                <rasd:ResourceSubType>E1000</rasd:ResourceSubType>
                <rasd:ResourceType>10</rasd:ResourceType>
              </Item>
              <vmw:Config ovf:required="false" vmw:key="firmware" vmw:value="bios"/>
            </VirtualHardwareSection>
          </VirtualSystem>
        </Envelope>

        """)
  }

  /// Each format says it in its own words; what else an image's text says is the same as for a UEFI without.
  @Test func secureBootIsNamedWhereAFormatCan() {
    let (uefi, secure) = (Self.image(firmware: .uefi), Self.image(firmware: .uefiSecure))
    let config = "      <vmw:Config ovf:required=\"false\" vmw:key="
    #expect(
      Self.ovf(.one, secure)
        == Self.ovf(.one, uefi).replacing("vmx-10", with: "vmx-13").replacing(
          "\(config)\"firmware\" vmw:value=\"efi\"/>\n",
          with: "\(config)\"firmware\" vmw:value=\"efi\"/>\n"
            + "\(config)\"bootOptions.efiSecureBootEnabled\" vmw:value=\"true\"/>\n"))
    #expect(
      IncusMetadata(secure).text
        == IncusMetadata(uefi).text.replacing(
          #"requirements.secureboot: "false""#, with: #"requirements.secureboot: "true""#))
    func domain(_ image: Descriptor) -> String {
      LibvirtDomain(image, name: "web", disks: Self.disks("qcow2")).text
    }
    let tpm = """
          <tpm model="tpm-tis">
            <backend type="emulator" version="2.0"/>
          </tpm>

      """
    #expect(
      domain(secure)
        == domain(uefi).replacing(#"enabled="no""#, with: #"enabled="yes""#)
        .replacing("    <apic/>\n", with: "    <apic/>\n    <smm state=\"on\"/>\n")
        .replacing("    <rng", with: tpm + "    <rng"))
    // It has no word for it.
    let boxes = [uefi, secure].map { VagrantBox($0, disks: Self.disks("qcow2")).vagrantfile }
    #expect(boxes[0] == boxes[1] && boxes[0].contains("OVMF"))
  }

  @Test func theSecondVersionHasElementsOfItsOwnForDisksAndNetworks() {
    let text = Self.ovf(.two, Self.image(firmware: .uefi))
    for part in [
      #"xmlns="http://schemas.dmtf.org/ovf/envelope/2""#,
      "CIM_StorageAllocationSettingData.xsd", "CIM_EthernetPortAllocationSettingData.xsd",
      "<StorageItem>\n        <sasd:AddressOnParent>0<",
      "<EthernetPortItem>\n        <epasd:AutomaticAllocation>",
      #"vmw:key="firmware" vmw:value="efi""#,
    ] { #expect(text.contains(part), "\(part)") }
    #expect(!text.contains("<rasd:HostResource>"))
  }

  @Test(arguments: [
    ("debian", Descriptor.System.Architecture.x86_64, 96), ("ubuntu", .x86_64, 94), ("rocky", .x86_64, 80),
    ("fedora", .x86_64, 101), ("debian", .aarch64, 101), ("unknown", .x86_64, 101),
  ])
  func systemsHaveCIMsNumbers(distribution: String, arch: Descriptor.System.Architecture, number: Int) {
    let text = Self.ovf(.one, Self.image(arch: arch, distribution: distribution))
    #expect(text.contains(#"<OperatingSystemSection ovf:id="\#(number)" ovf:version="13">"#))
  }

  @Test func aControllerKeepsAPlaceForItself() {
    let text = Self.ovf(.one, Self.image(disks: 16), count: 16)
    let places = text.matches(of: /AddressOnParent>(\d+)</).map { Int($0.1) ?? -1 }
    #expect(places == Array(0...6) + Array(8...15) + [0])
    let parents = text.matches(of: /Parent>(\d+)<\/rasd:Parent/).map { String($0.1) }
    #expect(parents == Array(repeating: "10", count: 15) + ["11"])
  }

  @Test func aManifestIsALineForEachFile() {
    let digests = [(file: "a.ovf", digest: "01"), (file: "a.vmdk", digest: "02")]
    #expect(OVFDescriptor.manifest(.one, digests) == "SHA1(a.ovf)= 01\nSHA1(a.vmdk)= 02\n")
    #expect(OVFDescriptor.manifest(.two, digests) == "SHA256(a.ovf)= 01\nSHA256(a.vmdk)= 02\n")
  }

  @Test func aDomain() {
    let text = LibvirtDomain(Self.image(title: "Web\nserver"), name: "web-1.2.0", disks: Self.disks("qcow2"))
      .text
    #expect(
      text == """
        <?xml version="1.0" encoding="UTF-8"?>
        <domain type="kvm">
          <name>web-1.2.0</name>
          <title>Web server</title>
          <memory unit="MiB">1024</memory>
          <vcpu>2</vcpu>
          <os>
            <type arch="x86_64" machine="q35">hvm</type>
            <boot dev="hd"/>
          </os>
          <features>
            <acpi/>
            <apic/>
          </features>
          <cpu mode="host-passthrough"/>
          <clock offset="utc"/>
          <devices>
            <disk type="file" device="disk">
              <driver name="qemu" type="qcow2" discard="unmap"/>
              <source file="/var/lib/libvirt/images/web-1.2.0.qcow2"/>
              <target dev="vda" bus="virtio"/>
            </disk>
            <interface type="network">
              <source network="default"/>
              <model type="virtio"/>
            </interface>
            <serial type="pty"/>
            <console type="pty">
              <target type="serial"/>
            </console>
            <channel type="unix">
              <target type="virtio" name="org.qemu.guest_agent.0"/>
            </channel>
            <rng model="virtio">
              <backend model="random">/dev/urandom</backend>
            </rng>
          </devices>
        </domain>

        """)
    let uefi = LibvirtDomain(Self.image(firmware: .uefi), name: "web", disks: Self.disks("qcow2")).text
    #expect(uefi.contains("<os firmware=\"efi\">"))
  }

  @Test func aContainerDiskIsNamedByItsDigests() throws {
    let disk = ContainerDisk(Self.image(title: "Web"), layer: String(repeating: "ab", count: 32), size: 10240)
    #expect(
      String(decoding: disk.configuration.bytes, as: UTF8.self)
        == #"{"architecture":"amd64","config":{"User":"107"},"os":"linux","rootfs":{"diff_ids":["sha256:"#
        + String(repeating: "ab", count: 32) + #""],"type":"layers"}}"#)
    let manifest = String(decoding: disk.manifest.bytes, as: UTF8.self)
    #expect(manifest.contains(#""config":{"digest":"sha256:\#(disk.configuration.digest)""#))
    #expect(manifest.contains(#""mediaType":"application/vnd.oci.image.layer.v1.tar","size":10240"#))
    let index = String(decoding: disk.index, as: UTF8.self)
    #expect(index.contains(#""org.opencontainers.image.ref.name":"1.2.0""#))
    #expect(index.contains(disk.manifest.digest))
  }

  @Test func metadataOfIncusQuoteWhatTheyAreGiven() {
    #expect(
      IncusMetadata(Self.image(title: "a: \"b\"\n- c")).text == #"""
        architecture: "x86_64"
        creation_date: 1764000000
        properties:
          architecture: "x86_64"
          description: "a: \"b\"\n- c"
          name: "web"
          os: "debian"
          release: "13"
          requirements.secureboot: "false"
          version: "1.2.0"
        templates: {}

        """#)
  }

  @Test func aBoxOfOneDiskAndOfTwo() {
    let one = VagrantBox(
      Self.image(), disks: [BundledDisk(file: "box.img", size: 1, capacity: 8 << 30 | 1)])
    #expect(
      one.metadata == """
        {
          "provider": "libvirt",
          "format": "qcow2",
          "virtual_size": 9
        }

        """)
    let two = VagrantBox(
      Self.image(disks: 2),
      disks: (0...1).map { BundledDisk(file: VagrantBox.file(ofDisk: $0), size: 1, capacity: 1) })
    #expect(
      two.metadata.split(whereSeparator: \.isWhitespace).joined()
        == #"{"provider":"libvirt","format":"qcow2","disks":[{"path":"box.img"},{"path":"box-disk2.img"}]}"#)
    #expect(
      one.vagrantfile == """
        Vagrant.configure("2") do |config|
          # Nothing is installed that a folder could be shared with.
          config.vm.synced_folder ".", "/vagrant", disabled: true
          config.vm.provider :libvirt do |libvirt|
            libvirt.cpus = 2
            libvirt.memory = 1024
            libvirt.disk_bus = "virtio"
          end
        end

        """)
  }
}
