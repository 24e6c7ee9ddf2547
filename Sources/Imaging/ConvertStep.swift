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

/// Makes the files of one further format of an image from its sealed disks.
public struct ConvertStep: Sendable {
  private let context: BuildContext

  public init(context: BuildContext) {
    self.context = context
  }

  /// - Returns: nil when another process has made them meanwhile.
  public func run(_ task: ConvertTask, for job: Job) async throws -> Completion? {
    let (image, format, repository) = (task.image, task.format, context.store.images)
    let key = image.partKey(of: format)
    guard let sealed = try await context.sealedPart(of: image) else {
      throw PublishStep.missing("disks", of: image)
    }
    let lock = try await repository.lock(part: key)
    defer { withExtendedLifetime(lock) {} }
    guard try await repository.soundPart(key, of: sealed.sourceOfFormats) == nil else { return nil }
    let start = ContinuousClock.now
    let log = try await context.log(of: job)
    let drafts = try repository.drafts()
    defer { withExtendedLifetime(drafts) {} }
    let source = try await sealedImage(image, sealed)
    let files = try await FormatFiles(
      format: format, folder: drafts.path, tools: try await tools(for: format, image.appliance)
    ).make(of: source)
    for file in files {
      log.write("\(file.artifact.path): \(file.artifact.size) bytes, SHA-256 \(file.artifact.digest)")
    }
    let part = ImagePart(key: key, source: sealed.sourceOfFormats, artifacts: files.map(\.artifact))
    try await repository.keep(part, files: files)
    return Completion(
      seconds: start.duration(to: .now).inSeconds, bytes: files.reduce(0) { $0 + $1.artifact.size })
  }

  private func tools(for format: ImageFormat, _ appliance: Appliance) async throws -> FormatTools {
    // Only then does it matter what accelerator this host has.
    if format == .kernel { return FormatTools(guest: try await context.guestSettings()) }
    return FormatTools(signer: appliance.ovaSigning.map { OVASigner($0) })
  }

  /// Bundles tell of the image what its descriptor does; of the time only what is the same each time.
  private func sealedImage(_ image: PlannedImage, _ sealed: ImagePart) async throws -> SealedImage {
    let time = try context.store.layers.read(image.leaf).facts.built
    let disks = sealed.disks ?? []
    let descriptor = try await ImagePublication(context: context, image: image).describe(
      disks: disks, at: time)
    let images = context.store.images
    return SealedImage(
      descriptor: descriptor, stem: image.stem,
      disks: disks.map { SealedImage.Disk(described: $0, path: $0.file.map { images.blob($0.digest) }) })
  }
}

/// The files of one format, made in a folder until they are whole.
struct FormatFiles: Sendable {
  let format: ImageFormat
  /// Where there is nothing else, on the file system where the files are to be.
  let folder: String
  var tools = FormatTools()

  /// - Throws: what the writer throws, and `BuildError` where it made nothing.
  func make(of image: SealedImage) async throws -> [ImageRepository.File] {
    let (output, scratch) = ("\(folder)/made", "\(folder)/scratch")
    try FileSystem.makeFolder(output)
    try FileSystem.makeFolder(scratch)
    let names = try await format.writer(tools).write(image, into: output, scratch: scratch)
    try FileSystem.remove(scratch)
    guard !names.isEmpty, names.allSatisfy({ $0.isFileName && FileSystem.exists("\(output)/\($0)") }) else {
      throw BuildError(.programFailed, "\(image.stem) as \(format.rawValue) has no files")
    }
    return try await onThread {
      try names.map { name in
        let path = "\(output)/\(name)"
        let artifact = Artifact(
          kind: format.isDisk ? .disk : .bundle, format: format, digest: try sha256(file: path),
          size: FileSystem.size(of: path) ?? 0, path: name)
        return ImageRepository.File(artifact: artifact, path: path)
      }
    }
  }
}
