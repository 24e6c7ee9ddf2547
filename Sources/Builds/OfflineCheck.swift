import Failures
import Media
import Planning
import Provisioning
import Recipes
import Roots
import Storage

/// What a build needs that this host does not have: looked for before anything is built.
struct OfflineCheck: Sendable {
  let store: Store

  /// - Throws: `BuildError` with all that is missing.
  func run(_ graph: JobGraph) async throws {
    let missing = await missing(for: graph)
    guard missing.isEmpty else {
      throw BuildError(
        .offline, "offline, nothing was started; missing are:" + missing.map { "\n  \($0)" }.joined())
    }
  }

  /// One line for each thing that is missing, or that is fetched while building.
  func missing(for graph: JobGraph) async -> [String] {
    var lines: [String] = []
    for task in graph.layers {
      let layer = task.layer
      switch layer.work {
      case .install: lines += await missing(forInstalling: task.image, layer.name)
      case .provision(let provision):
        if layer.upgrades { lines.append("\(layer.name): newer packages are fetched from a mirror") }
        lines += Self.fetching(provision.steps, layer.name)
        lines += fetchedForSettings(layer, of: task.image.appliance.system)
      }
    }
    return lines
  }

  private func missing(forInstalling image: PlannedImage, _ name: LayerName) async -> [String] {
    let media = await MediaInventory(store: store).items(of: [image]).filter { $0.state == .missing }
      .map { "\(name): \($0.reason ?? "\($0.name) is not in the store")" }
    guard let mirror = image.appliance.installerMirror else { return media }
    return media + ["\(name): packages are fetched from \(mirror) while it is installed"]
  }

  /// What settings need and their parent lacks, as far as that is built.
  private func fetchedForSettings(_ layer: PlannedLayer, of system: OperatingSystem) -> [String] {
    guard let parent = layer.parent, let packages = try? store.layers.packages(of: parent) else { return [] }
    let installed = Set(packages.packages.map(\.name))
    return layer.steps.compactMap { step in
      let missing = step.packages(missingBeside: installed, in: system)
      guard !missing.isEmpty else { return nil }
      let names = missing.joined(separator: " ")
      return "\(layer.name): \(step.origin): \(step.action.title): packages \(names), fetched from a mirror"
    }
  }

  private static func fetching(_ steps: [Step], _ name: LayerName) -> [String] {
    steps.filter { $0.action.fetchesPackages }.map { step in
      "\(name): \(step.origin): \(step.action.title): fetched from a mirror"
    }
  }
}

extension Appliance {
  /// Where its installer fetches packages; nil when its media hold them all.
  fileprivate var installerMirror: String? {
    if case .image = installer { return nil }
    return buildMirror?.value ?? namedMirror?.value.text
  }
}
