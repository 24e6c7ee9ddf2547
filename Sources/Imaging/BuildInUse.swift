import Failures
import Files
import Images
import Jobs
import Planning
import Storage

/// A build of the store that nobody frees as long as this is there.
struct BuildInUse: Sendable {
  let manifest: ImageManifest
  private let use: FileLock

  /// - Parameter purpose: what is to be done with it, as in "it cannot be signed".
  /// - Throws: `BuildError` where it is not there any more.
  init(_ image: PlannedImage, in images: ImageRepository, toBe purpose: String) async throws {
    guard let manifest = images.build(of: image), let use = try await images.use(manifest.id) else {
      throw BuildError(.changedMeanwhile, "\(image.stem) cannot be \(purpose): it is not in the store")
    }
    self.manifest = manifest
    self.use = use
  }
}
