import Diagnostics
import Planning
import Recipes

/// What a version says of its image, and what variants are called.
extension Project {
  /// The appliances that a request names; one that `--as` gives a name of its own has that.
  func appliances(_ request: BuildRequest) throws -> [Appliance] {
    var appliances = try resolve(request.names)
    if !request.formats.isEmpty {
      for index in appliances.indices { appliances[index].formats = request.formats }
    }
    guard let name = request.variant else { return appliances }
    guard appliances.count == 1, var variant = appliances.first else {
      throw Diagnostics(
        Diagnostic("--as \(name): names one image, and \(appliances.count) are built", at: nil))
    }
    if let recipe = library[name] {
      throw Diagnostics(Diagnostic("--as \(name): a recipe has that name, at \(recipe.location)", at: nil))
    }
    guard RecipeName.isValid(name) else {
      throw Diagnostics(Diagnostic("--as \(name): must be \(RecipeName.meaning)", at: nil))
    }
    if variant.title == variant.name { variant.title = name }
    variant.name = name
    return [variant]
  }

  /// Which images a build gives other content than their version has, and which variants take the place of a recipe's own.
  func versionNotices(_ plan: Plan, _ request: BuildRequest) -> [String] {
    plan.images.compactMap { image in
      let isVariant = request.variant == nil && isChangedFromOutside
      guard let build = store.images.lastBuild(ofVersionOf: image), build.key != image.key else {
        guard isVariant, hasOverrides, store.images.build(of: image) == nil else { return nil }
        return "\(image.stem) is a variant that takes the place of the recipe's own image:"
          + " give it a name of its own with --as NAME"
      }
      let change = VersionChange(of: image, in: plan, from: build) { key in
        try? store.layers.read(key).record
      }
      guard !change.isOfFormatsAlone else { return nil }
      let advice =
        isVariant
        ? "give this variant a name of its own with --as NAME"
        : "raise 'version' where others must tell them apart"
      return "\(change); \(advice)"
    }
  }
}
