import Digests
import Files
import Foundation
import JSON
import Jobs
import Machine
import Planning
import Recipes
import Storage

/// Turns a provisioned layer, which is clean, into an image: flattened, compressed, described.
public struct SealStep: Sendable {
  public let context: BuildContext

  public init(context: BuildContext) {
    self.context = context
  }

  public func run(_ task: SealTask, for job: Job) async throws -> Completion {
    let image = task.image
    let output = ImageFiles(folder: context.settings.output, image: image)
    let lock = try await Lock.acquire("\(output.disk).lock") { _ in }
    defer { withExtendedLifetime(lock) {} }
    let log = try await context.log(of: job)
    let start = ContinuousClock.now
    let drafts = try DraftFolder(in: output.folder)
    defer { withExtendedLifetime(drafts) {} }
    let seal = DiskSeal(store: context.store, image: image, output: output, drafts: drafts, log: log)
    let disks = try await seal.all()
    let descriptor = try await describe(image, disks: disks.map(\.described))
    // An image without its descriptor is none: no crash leaves disks of two builds that look like one.
    try FileSystem.remove(output.descriptor)
    try FileSystem.synchronize(output.folder)
    for disk in disks { try disk.commit() }
    try FileSystem.write(try prettyJSON(descriptor), to: output.descriptor)
    log.write("\(output.disk) and its descriptor are in place")
    let files = descriptor.disks.compactMap(\.file)
    for file in files {
      context.store.knownDigests.note("\(output.folder)/\(file.path)", sha256: file.sha256)
    }
    var digests = Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.sha256) })
    digests["\(image.stem).json"] = try sha256(file: output.descriptor)
    try await Checksums.record(digests, at: output.checksums)
    return Completion(
      seconds: start.duration(to: .now).inSeconds, path: output.disk,
      bytes: files.reduce(0) { $0 + $1.size })
  }

  private func describe(_ image: PlannedImage, disks: [Descriptor.Disk]) async throws -> Descriptor {
    let appliance = image.appliance
    let layers = try image.layers.map { try context.store.layer($0) }
    let chain = layers.map {
      Provenance.Layer(
        recipe: $0.record.name.recipe, work: $0.record.name.isInstall ? "install" : "provision",
        key: $0.record.key,
        facts: $0.facts)
    }
    let provenance = Provenance(
      key: image.key, chain: chain, built: Date.now.ISO8601Format(), tools: try await context.host.tools(),
      answers: sha256(Array(image.answers.keyText.utf8)),
      firmware: appliance.hardware.firmware.rawValue, packages: layers.last?.facts.packages ?? 0)
    return Descriptor(
      title: appliance.title, description: appliance.description, identifier: appliance.name,
      version: appliance.version, groups: appliance.groups,
      os: Descriptor.System(
        distribution: appliance.system.distribution, version: appliance.system.release,
        arch: appliance.system.architecture),
      cpu: appliance.hardware.cpus, memory: appliance.hardware.memory >> 20, disks: disks,
      attributes: appliance.attributes, kiln: provenance)
  }
}
