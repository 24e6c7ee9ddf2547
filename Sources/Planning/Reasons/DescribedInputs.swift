import Images
import Recipes

/// What a descriptor says of an image, as inputs that can be compared by name.
enum DescribedInputs {
  /// In what an image is to be described otherwise than it is.
  static func changes(from descriptor: Descriptor, to appliance: Appliance) -> [Change] {
    var (old, new) = (of(descriptor), of(appliance))
    // Only a qcow2 tells how it is compressed.
    if !descriptor.formats.contains(.qcow2) || !appliance.formats.contains(.qcow2) {
      old.removeAll { $0.name == "compression" }
      new.removeAll { $0.name == "compression" }
    }
    return Difference.between(old, and: new)
  }

  static func of(_ appliance: Appliance) -> [Input] {
    let hardware = appliance.hardware
    let system = appliance.system
    // As the descriptor lists their files.
    let formats =
      (appliance.formats.contains(.qcow2) ? [.qcow2] : []) + appliance.formats.filter { $0 != .qcow2 }
    return inputs(
      title: appliance.title, description: appliance.description,
      os: [system.distribution, system.release, system.architecture], cpus: hardware.cpus,
      memory: hardware.memory >> 20, groups: appliance.groups, formats: formats,
      compression: appliance.compression.rawValue,
      seal: appliance.seal, attributes: appliance.attributes)
  }

  static func of(_ descriptor: Descriptor) -> [Input] {
    inputs(
      title: descriptor.title, description: descriptor.description,
      os: [descriptor.os.distribution, descriptor.os.version, descriptor.os.arch.rawValue],
      cpus: descriptor.cpu,
      memory: descriptor.memory, groups: descriptor.groups, formats: descriptor.formats,
      compression: descriptor.disks.lazy.compactMap(\.compression).first?.rawValue ?? "",
      seal: descriptor.kiln.seal ?? .copied, attributes: descriptor.attributes)
  }

  private static func inputs(
    title: String, description: String, os: [String], cpus: Int, memory: UInt64, groups: [String],
    formats: [ImageFormat], compression: String, seal: Appliance.Sealing, attributes: [String: String]
  ) -> [Input] {
    [
      Input("title", title), Input("description", description), Input("os", os.joined(separator: " ")),
      Input("hardware.cpus", "\(cpus)"), Input("hardware.memory", "\(memory) MiB"),
      Input("groups", groups.joined(separator: ", ")),
      Input("formats", formats.map(\.rawValue).joined(separator: ", ")), Input("compression", compression),
      Input("seal", seal.rawValue),
    ] + attributes.sorted { $0.key < $1.key }.map { Input("attributes.\($0.key)", $0.value) }
  }
}
