import Foundation
import Images
import Planning
import Recipes

extension PlannedImage {
  /// Of an appliance `base`, version 1.0.0, that is a distribution with one disk.
  static func sample() throws -> PlannedImage {
    let storage = Recipes.Storage(
      table: Sourced(.mbr, from: .standard),
      partitions: [
        Sourced(
          Recipes.Storage.Partition(
            Recipes.Storage.Extent(size: 1 << 30, grow: true), .mount(.ext4, at: "/")),
          from: .standard)
      ])
    let appliance = Appliance(
      name: "base", title: "base", description: "", version: "1.0.0",
      chain: [Link(recipe: "base", file: "base.yaml", steps: [])],
      system: OperatingSystem(
        distribution: "debian", release: "13", codename: "trixie", architecture: "x86_64"),
      installer: .program(
        .init(
          media: .debianInstaller(
            .archive(
              .init(
                package: "debian-installer-13-netboot-amd64",
                archive: .init(suite: "trixie", keyring: "/k.gpg"), components: []))),
          mirrors: [Sourced("http://mirror.example.org/debian", from: .standard)], memory: 1 << 30)),
      hardware: Hardware(
        cpus: 1, memory: 1 << 30, disks: [Hardware.Disk(name: "system", size: 8 << 30, role: .system)]),
      install: InstallSettings(
        locale: Sourced("C.UTF-8", from: .standard), keyboard: Sourced("us", from: .standard),
        timezone: Sourced("UTC", from: .standard), hostname: Sourced("base", from: .standard),
        authorizedKeys: [], users: [], storage: storage, packages: [], kernelArguments: [], raw: []),
      groups: [], attributes: [:])
    return try Planner.plan([appliance]).images[0]
  }
}

extension Descriptor {
  /// One disk, so many packages.
  static func sample(_ name: String, digest: String, bytes: UInt64 = 1000, packages: Int = 10) -> Descriptor {
    let tools = Tools(kiln: "1", qemu: "7", libguestfs: "1")
    let key = LayerKey(hex: digest)
    return Descriptor(
      title: name, description: "", identifier: name, version: "1.0", groups: [],
      os: System(distribution: "debian", version: "13", arch: .x86_64), cpu: 1, memory: 1024,
      disks: [
        Disk(
          name: "system", type: .os, role: .system, index: 0, virtualSize: 1 << 30,
          file: Artifact(kind: .disk, format: .qcow2, digest: digest, size: bytes, path: "\(name)-1.0.qcow2"))
      ], attributes: [:],
      kiln: Provenance(
        key: key, chain: [], built: "2026-11-21T02:00:00Z", tools: tools, answers: "", firmware: .bios,
        packages: packages))
  }
}

/// The bytes of a file that has a qcow2 image's header, and nothing behind it; QEMU, docs/interop/qcow2.txt.
func qcowBytes(backing: String? = nil, incompatible: UInt64 = 0, size: Int = 5000) -> Data {
  func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).reversed().map { UInt8(value >> ($0 * 8) & 0xFF) }
  }
  let name = Array((backing ?? "").utf8)
  let format: [UInt8] = number(0xE279_2ACA, 4) + number(5, 4) + Array("qcow2".utf8) + [0, 0, 0]
  var bytes: [UInt8] = [0x51, 0x46, 0x49, 0xFB] + number(3, 4)
  bytes += number(backing == nil ? 0 : 256, 8) + number(name.count, 4)
  bytes += [UInt8](repeating: 0, count: 72 - bytes.count) + number(Int(incompatible), 8)
  bytes += [UInt8](repeating: 0, count: 100 - bytes.count) + number(104, 4)
  if backing != nil { bytes += format }
  bytes += [UInt8](repeating: 0, count: 256 - bytes.count) + name
  return Data(bytes + [UInt8](repeating: 0, count: max(0, size - bytes.count)))
}
