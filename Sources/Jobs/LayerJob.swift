import Foundation
import Guest
import Images
import Media
import Planning
import Recipes
import Storage

/// One layer being made: what its step has to go by, and where it works.
public struct LayerJob: Sendable {
  public let context: BuildContext
  public let name: JobName
  /// The image that the layer belongs to.
  public let image: PlannedImage
  public let layer: PlannedLayer
  public let folder: WorkFolder
  public let log: JobLog

  public init(
    context: BuildContext, name: JobName, image: PlannedImage, layer: PlannedLayer, folder: WorkFolder,
    log: JobLog
  ) {
    self.context = context
    self.name = name
    self.image = image
    self.layer = layer
    self.folder = folder
    self.log = log
  }

  public var appliance: Appliance { image.appliance }

  /// The layer's disks, in the order of the machine's.
  public var disks: [GuestDisk] {
    appliance.hardware.disks.map {
      GuestDisk(path: folder.disk(appliance.hardware.layerFile(of: $0)), format: .qcow2)
    }
  }

  /// How libguestfs is run for the layer.
  public func guestSettings(hasNetwork: Bool = false) async throws -> GuestSettings {
    var settings = try await context.guestSettings(hasNetwork: hasNetwork)
    settings.epoch = appliance.pin?.epoch
    settings.takesExpiredArchives = appliance.pin?.snapshot != nil
    return settings
  }

  /// Tells that a part of the work begins.
  public func phase(_ name: String) { context.events(.phase(self.name, name)) }

  /// What was seen while the layer was made, its duration aside.
  public func facts(
    mirror: String? = nil, release: Date? = nil, installerRelease: Date? = nil, packages: Int? = nil,
    archives: [SignedArchive] = []
  ) async throws -> LayerFacts {
    LayerFacts(
      built: Date.now.inWholeSeconds, seconds: 0, tools: try await context.host.tools(),
      accelerator: try await context.host.accelerator().rawValue, mirror: mirror, release: release,
      installerRelease: installerRelease, packages: packages,
      archives: archives.isEmpty ? nil : archives.map(\.fact))
  }
}

extension SignedArchive {
  /// What there is to remember of it.
  fileprivate var fact: LayerFacts.Archive {
    LayerFacts.Archive(mirror: mirror, suite: suite, date: release.date, sha256: digest)
  }
}
