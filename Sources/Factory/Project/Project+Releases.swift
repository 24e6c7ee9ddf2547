import Diagnostics
import Images
import Planning
import Provisioners
import Recipes
import Storage

/// Releases that recipes derive from.
extension Project {
  /// Finds releases in a store.
  static func releases(of store: Store) -> ReleaseLookup {
    { name, release in
      let reference = ImageReference("\(name)@\(release)")
      let ledger = try store.images.releases.ledger(of: name)
      let found: ReleaseLedger.Release
      var channel: String?
      switch reference {
      case .channel(_, let name):
        found = try ledger.usable(channel: name)
        channel = name
      default: found = try ledger.usable(release)
      }
      let manifest = try store.images.releases.manifest(of: found)
      guard let appliance = try store.images.recipe(of: manifest, knowing: .all),
        let parent = ReleasedParent(
          Appliance.Base(
            name: name, version: found.version, channel: channel, manifest: found.manifest,
            layers: manifest.layers.map(\.hex), links: appliance.chain.count), appliance)
      else {
        throw ReleaseRefusal(
          "\(manifest.id) does not keep what its recipes said",
          advice: "an earlier version of Kiln built it: release a build of this one")
      }
      return parent
    }
  }

  /// The channels that releases are promoted to, in the site's order.
  public var channels: [ReleaseChannel] { site?.channels ?? ReleaseChannel.standard }

  /// Whether the layers of the releases that images derive from are there, and still those that were released.
  ///
  /// - Throws: for an image that is to be built, at the place in its recipe.
  func checkBases(of plan: Plan) throws {
    let faults = plan.images.filter { store.images.build(of: $0) == nil }.compactMap { image -> Diagnostic? in
      guard let base = image.appliance.base, let fault = fault(of: base) else { return nil }
      let recipe = image.appliance.chain[base.links].recipe
      return Diagnostic(fault, at: library[recipe]?.parentLocation)
    }
    if let found = Diagnostics(faults) { throw found }
  }

  /// A layer of the same key that was built another time has other packages, perhaps.
  private func fault(of base: Appliance.Base) -> String? {
    let release = base.release
    do {
      let found = try store.images.releases.ledger(of: base.name).usable(base.version)
      let manifest = try store.images.releases.manifest(of: found)
      for layer in manifest.descriptor.kiln.chain {
        guard store.layers.present().contains(layer.key) else {
          return "\(release) cannot be built on: its layer \(layer.key.short) is no longer in the store; "
            + "derive from its disk with 'installer: {kind: image}', or build and release it again"
        }
        guard try store.layers.read(layer.key).facts == layer.facts else {
          return "\(release) cannot be built on: its layer \(layer.key.short) was rebuilt since; "
            + "build and release it again"
        }
      }
      return nil
    } catch {
      return "\(release) cannot be built on: \(error)"
    }
  }

  /// Which release each image that derives from one is built on, where its recipe names a channel.
  func baseNotices(_ plan: Plan) -> [String] {
    plan.images.compactMap { image in
      image.appliance.base.flatMap { base in
        base.channel.map { "\(image.appliance.name) is built on \(base.release), which channel \($0) names" }
      }
    }
  }
}
