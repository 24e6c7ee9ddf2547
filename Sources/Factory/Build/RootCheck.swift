import Foundation
import Planning
import Recipes

/// Which layers this user cannot make: looked for before anything is downloaded or built.
struct RootCheck: Sendable {
  let store: Store
  /// Where images go.
  let output: String
  var isRoot = geteuid() == 0

  /// - Throws: ``FactoryError/needsRoot(_:)``.
  func run(_ plan: Plan) throws {
    guard !isRoot else { return }
    let lines = plan.layersToBuild(in: store, output: output)
      .filter { layer, image in layer.work == .install && image.appliance.isUnpackedHere }
      .map { layer, _ in "\(layer.name): its packages are unpacked on this host, with owners of their own" }
    guard lines.isEmpty else { throw FactoryError.needsRoot(lines) }
  }

  /// The ways to a root layer that are open to this user, for people.
  static func ways(isRoot: Bool = geteuid() == 0) -> String {
    isRoot
      ? "an installer, an image, packages alone (bootstrap)"
      : "an installer, an image; packages alone (bootstrap) need root: run kiln with sudo"
  }
}

extension Appliance {
  fileprivate var isUnpackedHere: Bool {
    if case .bootstrap = installer.media { true } else { false }
  }
}
