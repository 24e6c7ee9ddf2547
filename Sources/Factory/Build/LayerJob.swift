import Foundation
import Planning
import Recipes

/// One layer being made: what its step has to go by, and where it works.
struct LayerJob: Sendable {
  let workshop: Workshop
  let name: JobName
  /// The image that the layer belongs to.
  let image: PlannedImage
  let layer: PlannedLayer
  let folder: WorkFolder
  let log: JobLog

  var appliance: Appliance { image.appliance }

  /// Tells that a part of the work begins.
  func phase(_ name: String) { workshop.events(.phase(self.name, name)) }

  /// What was seen while the layer was made, its duration aside.
  func facts(
    mirror: String? = nil, release: String? = nil, installerRelease: String? = nil, packages: Int? = nil
  ) async throws -> LayerFacts {
    LayerFacts(
      built: Date.now.ISO8601Format(), seconds: 0, tools: try await workshop.host.tools(),
      accelerator: try await workshop.host.accelerator().rawValue, mirror: mirror, release: release,
      installerRelease: installerRelease, packages: packages)
  }
}
