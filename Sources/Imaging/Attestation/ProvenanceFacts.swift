import Digests
import Foundation
import Images
import JSON
import Machine
import Planning
import Recipes
import Storage

/// What a build's provenance says, from what the store knows of it.
struct ProvenanceFacts: Sendable {
  let manifest: ImageManifest
  /// Root first; nil for one that the store has no more.
  let layers: [StoredLayer?]
  /// What is installed; nil where nobody knows.
  let packages: StoredPackages?
  /// Of its recipes.
  let recipes: [ResourceDescriptor]

  private var descriptor: Descriptor { manifest.descriptor }

  func provenance(by builder: String?, with byproducts: [ResourceDescriptor]) -> BuildProvenance {
    let chain = descriptor.kiln.chain
    let started = chain.map { $0.facts.built.addingTimeInterval(-$0.facts.seconds.rounded(.up)) }.min()
    return BuildProvenance(
      name: manifest.id.name, version: manifest.id.version, build: "\(manifest.id)",
      formats: descriptor.formats.map(\.rawValue), key: descriptor.kiln.key.hex,
      layers: chain.indices.map(layer), host: host,
      dependencies: recipes + media + archives + base + installed,
      builder: builder ?? BuildProvenance.usualBuilder, tools: descriptor.kiln.tools,
      started: (started ?? descriptor.kiln.built).inWholeSeconds, finished: descriptor.kiln.built,
      byproducts: byproducts)
  }

  private func layer(_ index: Int) -> BuildProvenance.Layer {
    let layer = descriptor.kiln.chain[index]
    return BuildProvenance.Layer(
      recipe: layer.recipe, work: layer.work.rawValue, key: layer.key.hex,
      parent: index == 0 ? nil : descriptor.kiln.chain[index - 1].key.hex,
      inputs: inputs(layers[index]?.record.inputs ?? []), built: layer.facts.built,
      seconds: layer.facts.seconds,
      accelerator: layer.facts.accelerator)
  }

  /// What may be shown to whoever gets the image: no secret's digest, and of long values and hashed passwords a digest.
  private func inputs(_ inputs: [Input]) -> [String: String] {
    var shown: [String: String] = [:]
    let isAnswer = { (input: Input) in input.name.hasPrefix("answers: ") }
    for input in inputs where !isAnswer(input) && !input.name.contains(" secret ") {
      shown[input.name] = Self.isShown(input) ? input.value : "sha256:\(sha256(input.value))"
    }
    if inputs.contains(where: isAnswer) { shown["answers"] = "sha256:\(descriptor.kiln.answers)" }
    return shown
  }

  private static func isShown(_ input: Input) -> Bool {
    // crypt(5): a hashed password begins with `$ID$`.
    input.value.utf8.count <= 160 && !input.name.hasPrefix("install.users")
      && input.value.range(of: #"\$[0-9a-z]+\$"#, options: .regularExpression) == nil
  }

  /// What kind of host it was: nothing that tells it from others of its kind.
  private var host: [String: String] {
    [
      "arch": descriptor.os.arch.rawValue,
      "accelerator": Set(descriptor.kiln.chain.map(\.facts.accelerator)).sorted().joined(separator: " "),
    ]
  }

  /// Files that were fetched, by their digests.
  private var media: [ResourceDescriptor] {
    (layers.first??.record.inputs ?? []).compactMap { input in
      let prefix = "installer.media."
      guard input.name.hasPrefix(prefix), input.value.utf8.allSatisfy(Self.isHexadecimal) else { return nil }
      let algorithm = [64: "sha256", 128: "sha512"][input.value.utf8.count]
      return algorithm.map {
        ResourceDescriptor(
          name: "medium \(input.name.dropFirst(prefix.count))", digest: [$0: input.value])
      }
    }
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (97...102).contains(byte)
  }

  /// Archives, each by the signed list that it had.
  private var archives: [ResourceDescriptor] {
    let found = descriptor.kiln.chain.flatMap { $0.facts.archives ?? [] }
    var seen: Set<LayerFacts.Archive> = []
    let signed = found.filter { seen.insert($0).inserted }.map { archive in
      ResourceDescriptor(
        name: "release file of \(archive.suite)", uri: "\(archive.mirror)/dists/\(archive.suite)/InRelease",
        digest: ["sha256": archive.sha256], annotations: ["date": .string(archive.date.ISO8601Format())])
    }
    // Mirrors that a package manager in the guest asked: what it was given, it has checked itself.
    let asked = Set(descriptor.kiln.chain.compactMap(\.facts.mirror)).subtracting(found.map(\.mirror))
      .sorted()
    return signed + asked.map { ResourceDescriptor(name: "mirror", uri: $0) }
  }

  private var base: [ResourceDescriptor] {
    descriptor.kiln.base.map {
      [ResourceDescriptor(name: "release \($0.name)@\($0.version)", digest: ["sha256": $0.manifest])]
    } ?? []
  }

  /// The list of what is installed, by its digest: lines of name, version and architecture, sorted by their bytes.
  private var installed: [ResourceDescriptor] {
    guard let packages else { return [] }
    let lines = packages.packages.map { "\($0.name) \($0.version) \($0.architecture)\n" }
    let text = lines.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined()
    return [
      ResourceDescriptor(
        name: "packages", digest: ["sha256": sha256(text)],
        annotations: ["count": .integer(Int64(lines.count)), "format": .string(packages.format)])
    ]
  }
}
