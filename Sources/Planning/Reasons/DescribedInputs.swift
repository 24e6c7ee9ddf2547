import Images
import Recipes

/// What a descriptor says of an image, as inputs that can be compared by name.
enum DescribedInputs {
  static func of(_ appliance: Appliance) -> [Input] {
    let hardware = appliance.hardware
    let system = appliance.system
    return inputs(
      title: appliance.title, description: appliance.description,
      os: [system.distribution, system.release, system.architecture], cpus: hardware.cpus,
      memory: hardware.memory >> 20, groups: appliance.groups, compression: appliance.compression.rawValue,
      seal: appliance.seal, attributes: appliance.attributes)
  }

  static func of(_ descriptor: Descriptor) -> [Input] {
    inputs(
      title: descriptor.title, description: descriptor.description,
      os: [descriptor.os.distribution, descriptor.os.version, descriptor.os.arch.rawValue],
      cpus: descriptor.cpu,
      memory: descriptor.memory, groups: descriptor.groups,
      compression: descriptor.disks.lazy.compactMap(\.compression).first?.rawValue ?? "",
      seal: descriptor.kiln.seal ?? .copied, attributes: descriptor.attributes)
  }

  private static func inputs(
    title: String, description: String, os: [String], cpus: Int, memory: UInt64, groups: [String],
    compression: String, seal: Appliance.Sealing, attributes: [String: String]
  ) -> [Input] {
    [
      Input("title", title), Input("description", description), Input("os", os.joined(separator: " ")),
      Input("hardware.cpus", "\(cpus)"), Input("hardware.memory", "\(memory) MiB"),
      Input("groups", groups.joined(separator: ", ")), Input("compression", compression),
      Input("seal", seal.rawValue),
    ] + attributes.sorted { $0.key < $1.key }.map { Input("attributes.\($0.key)", $0.value) }
  }
}
