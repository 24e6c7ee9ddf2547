import Digests
import Foundation
import Machine
import Planning
import Recipes

/// Turns a provisioned layer, which is clean, into an image: flattened, compressed, described.
struct SealStep: Sendable {
  let store: Store
  let host: BuildHost
  let events: EventSink

  func run(_ image: PlannedImage, of plan: Plan, to output: ImageFiles) async throws {
    events(.sealing(image: image.stem))
    let lock = try await Lock.acquire("\(output.disk).lock") { _ in }
    defer { withExtendedLifetime(lock) {} }
    var disks: [Descriptor.Disk] = []
    for (index, disk) in image.appliance.hardware.disks.enumerated() {
      disks.append(try await seal(disk, at: index, of: image, to: output))
    }
    let descriptor = try await describe(image, of: plan, disks: disks)
    try FileSystem.write(try JSON.encode(descriptor), to: output.descriptor)
    var digests = Dictionary(uniqueKeysWithValues: disks.map { ($0.path, $0.sha256) })
    digests["\(image.stem).json"] = try sha256(file: output.descriptor)
    try await Checksums.record(digests, at: output.checksums)
    let bytes = disks.reduce(0) { $0 + $1.fileSize }
    events(.imageFinished(image: image.stem, path: output.disk, bytes: bytes))
  }

  private func seal(
    _ disk: Hardware.Disk, at index: Int, of image: PlannedImage, to output: ImageFiles
  ) async throws -> Descriptor.Disk {
    let isSystem = disk == image.appliance.hardware.systemDisk
    let path = isSystem ? output.disk : output.disk(named: disk.name)
    let partial = FileSystem.partialPath(for: path)
    if isSystem {
      try await QemuImage().flatten(store.disk(of: image.leaf), to: partial)
    } else {
      try await QemuImage().create(partial, size: disk.size)
    }
    let digest = try sha256(file: partial)
    let virtualSize = try await QemuImage().info(partial).virtualSize
    try FileSystem.commit(partial, to: path)
    let letter = Character(UnicodeScalar(UInt8(ascii: "a") + UInt8(index)))
    return Descriptor.Disk(
      type: isSystem ? "os" : "data", path: URL(fileURLWithPath: path).lastPathComponent,
      target: "vd\(letter)",
      devicePrefix: "vd", virtualSize: virtualSize, fileSize: FileSystem.size(of: path) ?? 0, sha256: digest)
  }

  private func describe(
    _ image: PlannedImage, of plan: Plan, disks: [Descriptor.Disk]
  ) async throws -> Descriptor {
    let appliance = image.appliance
    let layers = try image.layers.map { try store.layer($0) }
    let chain = layers.map {
      Provenance.Layer(
        recipe: $0.record.name.recipe, work: $0.record.name.isInstall ? "install" : "provision",
        key: $0.record.key,
        facts: $0.facts)
    }
    let provenance = Provenance(
      key: image.key, chain: chain, built: Date.now.ISO8601Format(), tools: try await host.tools(),
      answers: sha256(Array(image.answers.keyText.utf8)), packages: layers.last?.facts.packages ?? 0)
    return Descriptor(
      title: appliance.title, description: appliance.description, identifier: appliance.name,
      version: appliance.version, groups: appliance.groups,
      os: Descriptor.System(
        distribution: appliance.system.distribution, version: appliance.system.release,
        arch: appliance.system.architecture),
      cpu: appliance.hardware.cpus, memory: appliance.hardware.memory >> 20, disks: disks,
      attributes: appliance.attributes, kiln: provenance)
  }
}
