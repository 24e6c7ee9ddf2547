import Failures
import Foundation
import Planning
import Recipes
import Storage

/// Which layers this user cannot make: looked for before anything is downloaded or built.
public struct RootCheck: Sendable {
  var isRoot = geteuid() == 0

  /// - Throws: `BuildError`.
  func run(_ graph: JobGraph) throws {
    guard !isRoot else { return }
    let lines = graph.layers.filter { $0.layer.parent == nil && $0.image.appliance.isUnpackedHere }
      .map { "\($0.layer.name): its packages are unpacked on this host, with owners of their own" }
    guard lines.isEmpty else {
      throw BuildError(
        .needsRoot,
        "not run as root, nothing was started; root is needed by:" + lines.map { "\n  \($0)" }.joined()
          + "\nrun it with sudo, or leave it to the unit \(Self.unit): its recipes are in /etc/kiln/recipes-root"
      )
    }
  }

  /// The ways to a root layer that are open to this user, for people.
  public static func ways(isRoot: Bool = geteuid() == 0) -> String {
    isRoot
      ? "an installer, an image, packages alone (bootstrap)"
      : "an installer, an image; packages alone (bootstrap) need root: sudo, or at night \(unit),"
        + " whose recipes are in /etc/kiln/recipes-root"
  }

  /// What the Debian package runs as root every night (docs/nightly.md).
  private static let unit = "kiln-nightly-root.service"
}

extension Appliance {
  fileprivate var isUnpackedHere: Bool {
    if case .bootstrap = installer { true } else { false }
  }
}
