import Failures
import Images
import Jobs
import Planning
import Recipes
import Storage

/// Enters an image whose parts are all made.
public struct PublishStep: Sendable {
  private let context: BuildContext

  public init(context: BuildContext) {
    self.context = context
  }

  /// - Returns: nil when another process has published the image meanwhile.
  public func run(_ task: PublishTask, for job: Job) async throws -> Completion? {
    let image = task.image
    let repository = context.store.images
    let lock = try await repository.lock(image.appliance.name)
    defer { withExtendedLifetime(lock) {} }
    guard repository.build(of: image) == nil else { return nil }
    let start = ContinuousClock.now
    guard let sealed = try await context.sealedPart(of: image) else { throw Self.missing("disks", of: image) }
    var further: [ImagePart] = []
    for format in image.furtherFormats {
      let key = image.partKey(of: format)
      guard let part = try await repository.soundPart(key, of: sealed.sourceOfFormats) else {
        throw Self.missing("\(format.rawValue) files", of: image)
      }
      further.append(part)
    }
    let manifest = try await ImagePublication(context: context, image: image)
      .run(sealed: sealed, further: further, in: try repository.drafts(), under: lock)
    return Completion(
      seconds: start.duration(to: .now).inSeconds, build: manifest.id, bytes: manifest.bytes)
  }

  static func missing(_ part: String, of image: PlannedImage) -> BuildError {
    BuildError(.changedMeanwhile, "the \(part) of \(image.stem) are no longer in the store: build again")
  }
}
