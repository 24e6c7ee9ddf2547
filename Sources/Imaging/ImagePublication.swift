import Digests
import Failures
import Files
import Foundation
import Images
import Jobs
import Machine
import Planning
import Recipes
import Storage

/// Describes an image and enters it into the store, once all its files are made.
struct ImagePublication: Sendable {
  let context: BuildContext
  let image: PlannedImage

  /// - Parameter further: of each further format, in the order of the recipe.
  func run(
    sealed: ImagePart, further: [ImagePart], in drafts: DraftFolder, under lock: Lock
  ) async throws -> ImageManifest {
    let disks = sealed.disks ?? []
    let handout = Handout(
      sealed: disks, further: further.flatMap(\.artifacts), formats: image.appliance.formats)
    var descriptor = try await describe(disks: handout.disks)
    descriptor.artifacts = handout.artifacts
    return try await context.store.images.publish(
      image, descriptor: descriptor, sealed: image.hasQcow2 ? nil : disks,
      parts: sealed.artifacts + further.flatMap(\.artifacts), in: drafts, under: lock)
  }

  /// - Parameter time: when it is said to be sealed.
  func describe(disks: [Descriptor.Disk], at time: Date = .now) async throws -> Descriptor {
    let appliance = image.appliance
    guard let architecture = Descriptor.System.Architecture(rawValue: appliance.system.architecture) else {
      throw BuildError.foreignArchitecture(appliance.system.architecture)
    }
    let layers = try image.layers.map { try context.store.layers.read($0) }
    let chain = layers.map {
      Provenance.Layer(
        recipe: $0.record.name.recipe, work: $0.record.name.isInstall ? .install : .provision,
        key: $0.record.key,
        facts: $0.facts)
    }
    let provenance = Provenance(
      key: image.key, chain: chain, built: time.inWholeSeconds, tools: try await context.host.tools(),
      answers: sha256(Array(image.answers.keyText.utf8)),
      firmware: appliance.hardware.firmware, packages: layers.last?.facts.packages ?? 0,
      base: appliance.base.map { Provenance.Base(name: $0.name, version: $0.version, manifest: $0.manifest) },
      seal: appliance.seal == .copied ? nil : appliance.seal)
    return Descriptor(
      title: appliance.title, description: appliance.description, identifier: appliance.name,
      version: appliance.version, groups: appliance.groups,
      os: Descriptor.System(
        distribution: appliance.system.distribution, version: appliance.system.release,
        arch: architecture),
      cpu: appliance.hardware.cpus, memory: appliance.hardware.memory >> 20, disks: disks,
      attributes: appliance.attributes, kiln: provenance)
  }
}

/// What a descriptor says of an image's files.
///
/// Readers that know nothing of ``artifacts`` find each disk in ``disks``: in qcow2 where that is handed out, else in the first
/// format of the recipe that is no kernel, be it a file of the disk's own or a bundle.
struct Handout: Hashable, Sendable {
  var disks: [Descriptor.Disk]
  /// nil where qcow2 is all that there is.
  var artifacts: [Artifact]?

  /// - Parameters:
  ///   - sealed: the sealed disks.
  ///   - further: the files of further formats.
  init(sealed: [Descriptor.Disk], further: [Artifact], formats: [ImageFormat]) {
    disks = sealed
    guard formats != [.qcow2] else { return }
    if formats.contains(.qcow2) {
      artifacts = sealed.compactMap(\.file) + further
      return
    }
    artifacts = further
    guard let leading = formats.first(where: { $0 != .kernel }) else { return }
    var files = further.filter { $0.format == leading }[...]
    // A writer of disks has the system's first.
    let order = sealed.indices.sorted {
      (sealed[$0].type == .os ? 0 : 1, $0) < (sealed[$1].type == .os ? 0 : 1, $1)
    }
    for index in order where sealed[index].file != nil {
      disks[index].format = leading
      disks[index].compression = nil
      disks[index].file = leading.isDisk ? files.popFirst() : files.first
      if leading == .vhd { disks[index].virtualSize = (sealed[index].virtualSize + 0xFFFFF) & ~0xFFFFF }
    }
  }
}
