import Failures
import Files
import Foundation
import Images
import Jobs
import Machine
import Planning
import Recipes
import Storage

/// Turns a provisioned layer, which is clean, into an image's disks: flattened and compressed. Where these are all that is wanted of
/// the image, it is described and published as well.
public struct SealStep: Sendable {
  public let context: BuildContext

  public init(context: BuildContext) {
    self.context = context
  }

  /// - Returns: nil when another process has made the image, or its disks, meanwhile.
  public func run(_ task: SealTask, for job: Job) async throws -> Completion? {
    let image = task.image
    let repository = context.store.images
    let lock = try await repository.lock(image.appliance.name)
    guard repository.build(of: image) == nil else { return nil }
    let start = ContinuousClock.now
    let drafts = try repository.drafts()
    defer { withExtendedLifetime((lock, drafts)) {} }
    let isAll = image.furtherFormats.isEmpty
    let there = try await context.sealedPart(of: image)
    if there != nil, !isAll { return nil }
    let log = try await context.log(of: job)
    let part: ImagePart
    if let there {
      log.write("disks are sealed already, from the same layer")
      part = there
    } else {
      part = try await seal(image, in: drafts, log)
    }
    var completion = Completion(seconds: 0, bytes: part.artifacts.reduce(0) { $0 + $1.size })
    if isAll {
      let manifest = try await ImagePublication(context: context, image: image)
        .run(sealed: part, further: [], in: drafts, under: lock)
      log.write("sealed as \(manifest.id)")
      completion.build = manifest.id
    }
    completion.seconds = start.duration(to: .now).inSeconds
    return completion
  }

  private func seal(_ image: PlannedImage, in drafts: DraftFolder, _ log: JobLog) async throws -> ImagePart {
    guard let source = image.sealSource(in: context.store) else { throw image.isWithoutLayers }
    var seal = DiskSeal(store: context.store, image: image, drafts: drafts, log: log)
    seal.rewriting = try rewriting(image, log)
    let disks = try await seal.all()
    let files = disks.compactMap(\.file)
    let part = ImagePart(
      key: image.sealKey, source: source, artifacts: files.map(\.artifact), disks: disks.map(\.described))
    try await context.store.images.keep(part, files: files)
    return part
  }

  /// The time of what is not pinned is that of its last layer, which stays the same however often that is sealed.
  private func rewriting(_ image: PlannedImage, _ log: JobLog) throws -> Rewriting? {
    guard image.appliance.seal == .rewritten else { return nil }
    let built = try context.store.layers.read(image.leaf).facts.built
    let epoch = image.appliance.pin?.epoch ?? Int64(built.timeIntervalSince1970)
    return Rewriting(context: context, epoch: epoch, log: log)
  }
}

extension BuildContext {
  /// The sealed disks of an image, with the names that their files have in it; nil where they are not there, or not of the layer that
  /// is there now.
  func sealedPart(of image: PlannedImage) async throws -> ImagePart? {
    guard let source = image.sealSource(in: store),
      var part = try await store.images.soundPart(image.sealKey, of: source),
      let disks = part.disks, disks.count == image.appliance.hardware.disks.count
    else { return nil }
    // They may have been sealed for another version, or for an image of another name.
    let named = zip(image.appliance.hardware.disks, disks).map { disk, described in
      var described = described
      described.file?.path = image.fileName(of: disk)
      return described
    }
    part.disks = named
    part.artifacts = named.compactMap(\.file)
    return part
  }
}

extension PlannedImage {
  var isWithoutLayers: BuildError {
    BuildError(.changedMeanwhile, "the layers of \(stem) are gone: build again")
  }
}
