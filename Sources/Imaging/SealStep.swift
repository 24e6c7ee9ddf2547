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

/// Turns a provisioned layer, which is clean, into an image: flattened, compressed, described.
public struct SealStep: Sendable {
  public let context: BuildContext

  public init(context: BuildContext) {
    self.context = context
  }

  /// - Returns: nil when another process has made the image meanwhile.
  public func run(_ task: SealTask, for job: Job) async throws -> Completion? {
    let image = task.image
    let repository = context.store.images
    let lock = try await repository.lock(image.appliance.name)
    guard repository.build(of: image) == nil else { return nil }
    let log = try await context.log(of: job)
    let start = ContinuousClock.now
    let drafts = try repository.drafts()
    var seal = DiskSeal(store: context.store, image: image, drafts: drafts, log: log)
    seal.rewriting = try rewriting(image, log)
    let disks = try await seal.all()
    let manifest = try await repository.publish(
      image, descriptor: try await describe(image, disks: disks.map(\.described)),
      disks: disks.compactMap(\.file), in: drafts, under: lock)
    log.write("sealed as \(manifest.id)")
    return Completion(
      seconds: start.duration(to: .now).inSeconds, build: manifest.id,
      bytes: disks.compactMap(\.file?.artifact.size).reduce(0, +))
  }

  /// The time of what is not pinned is that of its last layer, which stays the same however often that is sealed.
  private func rewriting(_ image: PlannedImage, _ log: JobLog) throws -> Rewriting? {
    guard image.appliance.seal == .rewritten else { return nil }
    let built = try context.store.layers.read(image.leaf).facts.built
    let epoch = image.appliance.pin?.epoch ?? Int64(built.timeIntervalSince1970)
    return Rewriting(context: context, epoch: epoch, log: log)
  }

  private func describe(_ image: PlannedImage, disks: [Descriptor.Disk]) async throws -> Descriptor {
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
      key: image.key, chain: chain, built: Date.now.inWholeSeconds, tools: try await context.host.tools(),
      answers: sha256(Array(image.answers.keyText.utf8)),
      firmware: appliance.hardware.firmware, packages: layers.last?.facts.packages ?? 0,
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
