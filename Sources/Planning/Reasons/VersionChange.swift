public import Images
import Recipes

/// That an image gets other content than the last build of its version has: whoever knows the version alone cannot tell the two
/// apart.
public struct VersionChange: Hashable, Sendable, CustomStringConvertible {
  /// The last build of the version.
  public let build: BuildID
  /// What differs, in words; never empty.
  public let differences: [String]
  /// Whether the content is the same, handed out as other files.
  public let isOfFormatsAlone: Bool

  /// - Parameters:
  ///   - image: as planned.
  ///   - build: of its version, and with another key.
  ///   - record: what a layer was made of; nil where that is no longer known.
  public init(
    of image: PlannedImage, in plan: Plan, from build: ImageManifest,
    record: (LayerKey) -> LayerRecord?
  ) {
    self.build = build.id
    let before = build.descriptor.kiln.chain
    let layers = image.layers.compactMap(plan.layer)
    var found: [String] = []
    for layer in layers where !before.contains(where: { $0.key == layer.key }) {
      guard let old = before.first(where: { $0.name == layer.name }) else {
        found.append("\(layer.name) is new")
        continue
      }
      guard let inputs = record(old.key)?.inputs else {
        found.append("\(layer.name) is another")
        continue
      }
      let changes = inputs == layer.inputs ? [] : Difference.between(inputs, and: layer.inputs)
      if !changes.isEmpty {
        found.append("\(layer.name): \(changes.map(\.description).joined(separator: ", "))")
      }
    }
    found += before.map(\.name).filter { name in !layers.contains { $0.name == name } }.map {
      "\($0) is gone"
    }
    if found.isEmpty {
      found = DescribedInputs.changes(from: build.descriptor, to: image.appliance).map(\.description)
    }
    if found.isEmpty { found = ["it is described otherwise"] }
    differences = found
    let inputs = [DescribedInputs.of(build.descriptor), DescribedInputs.of(image.appliance)]
    let others = inputs.map { $0.filter { !["formats", "compression"].contains($0.name) } }
    isOfFormatsAlone =
      build.layers == image.layers && others[0] == others[1]
      && Set(build.descriptor.formats) != Set(image.appliance.formats)
  }

  public var description: String {
    "\(build.name)-\(build.version) has other content than its build \(build.build): "
      + differences.joined(separator: "; ")
  }
}

extension Provenance.Layer {
  fileprivate var name: LayerName { LayerName(recipe: recipe, isInstall: work == .install) }
}
