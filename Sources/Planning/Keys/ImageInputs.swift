import Images
import Recipes

/// What determines an image beside its last layer: everything that its descriptor says.
enum ImageInputs {
  static func key(of appliance: Appliance, leaf: LayerKey?) -> LayerKey {
    let hardware = appliance.hardware
    let system = appliance.system
    let attributes = appliance.attributes.sorted { $0.key < $1.key }.map {
      Input("attribute \($0.key)", $0.value)
    }
    let inputs = [
      Input("name", appliance.name),
      Input("title", appliance.title),
      Input("description", appliance.description),
      Input("version", appliance.version),
      Input("os", "\(system.distribution) \(system.release) \(system.codename) \(system.architecture)"),
      Input("cpus", "\(hardware.cpus)"),
      Input("memory", "\(hardware.memory)"),
      Input("groups", appliance.groups.joined(separator: "\n")),
    ]
    // Not encoded at its default, so that images of before the setting keep their keys.
    let compression =
      appliance.compression == .zstd ? [] : [Input("compression", appliance.compression.rawValue)]
    return CanonicalEncoding.key(parent: leaf, inputs: inputs + compression + attributes)
  }
}
