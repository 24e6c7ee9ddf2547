import Foundation
import Media
import Planning
import Recipes

/// Gets what a machine must be booted with to install an appliance.
struct InstallMedia: Sendable {
  /// Ready to boot.
  struct Ready: Sendable {
    var kernel: String
    var initrd: String
    /// The `Date` of the archive's release file; nil without an archive.
    var release: String?
  }

  let store: Store
  let log: LayerLog

  func fetch(for image: PlannedImage) async throws -> Ready {
    switch image.appliance.installer.media {
    case .direct(let media):
      return Ready(kernel: media.kernel.address, initrd: media.initrd.address)
    case .archive:
      throw FactoryError.secret("archive media")
    }
  }
}
