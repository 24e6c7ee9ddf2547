import Failures
import Files
import Foundation
import Images
import Planning
import Storage

extension Store {
  /// Finds what a shell is to be opened on.
  ///
  /// - Parameter name: a recipe's, of whose last build the last layer is taken; the first digits of a layer's key; or the
  ///   path of an image's descriptor or disk.
  /// - Throws: `BuildError` when there is nothing of that name, or more than one thing.
  public func shellSource(_ name: String) throws -> ShellSource {
    if name.contains("/") || name.hasSuffix(".json")
      || ImageFormat.allCases.contains(where: { name.hasSuffix($0.fileEnding) })
    {
      return try ImageFinder(path: name).source()
    }
    guard let key = try lastLayer(of: name) ?? layer(startingWith: name) else {
      let known = Set(presentLayers().compactMap { try? layer($0).record.name.recipe }).union(
        builtAppliances())
      throw BuildError.file(
        "there is no layer or image '\(name)'",
        reason: "give a path of an image, the first digits of a layer's key, or one of these: "
          + (known.isEmpty ? "(nothing is built yet)" : known.sorted().joined(separator: ", ")))
    }
    let chain = try chain(of: key)
    return ShellSource(
      "layer \(key.short) of \(chain[0].record.name)", folder: "\(layers)/\(key.hex)",
      root: chain[chain.count - 1].record.inputs, layers: chain.map(\.record.key))
  }

  /// The failed build that was kept of a recipe.
  public func failedShellSource(_ recipe: String) throws -> ShellSource {
    guard let failure = keptFailure(of: recipe) else {
      throw BuildError.file(
        "no failed build of \(recipe) is kept", reason: "build it with 'kiln build \(recipe) --keep-failed'")
    }
    let chain = try failure.parent.map(chain) ?? []
    return ShellSource(
      "failed build of \(failure.record.layer.name)", folder: failure.path,
      root: chain.last?.record.inputs ?? failure.record.layer.inputs, hasSystem: failure.parent != nil,
      layers: chain.map(\.record.key))
  }

  private func lastLayer(of recipe: String) throws -> LayerKey? {
    if let key = previousLayers(of: recipe).last?.key, FileSystem.exists(record(of: key)) { return key }
    return presentLayers().compactMap { try? layer($0) }.filter { $0.record.name.recipe == recipe }
      .max { $0.facts.built < $1.facts.built }?.record.key
  }

  private func layer(startingWith digits: String) throws -> LayerKey? {
    guard digits.count >= 4 else { return nil }
    let found = presentLayers().filter { $0.hex.hasPrefix(digits) }
    guard found.count < 2 else {
      throw BuildError.file(
        "more than one layer begins with \(digits)", reason: "give more digits of its key")
    }
    return found.first
  }

  /// A layer and all that it is based on, root last.
  private func chain(of key: LayerKey) throws -> [StoredLayer] {
    var chain = [try layer(key)]
    while let parent = chain[chain.count - 1].parent {
      guard !chain.contains(where: { $0.record.key == parent }) else {
        throw StoreDamage(
          fault: "layer \(parent.short) is damaged: its record says that it stands on itself",
          advice: "'kiln store verify' tells of all damage, and the next build makes the layer anew")
      }
      chain.append(try layer(parent))
    }
    return chain
  }
}
