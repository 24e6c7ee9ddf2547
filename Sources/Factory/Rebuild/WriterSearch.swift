import Failures
import Images
import Jobs
import Planning
import Provisioning
import Storage

/// Finds out what in an image's chain wrote the paths that are not alike in two builds of it.
struct WriterSearch: Sendable {
  /// With the store that the image was built again in.
  let context: BuildContext
  let plan: Plan
  let image: PlannedImage

  /// From the last layer to the first, since what is written last counts.
  func run(_ found: [FileDifference]) async throws -> [RebuildReport.Difference] {
    var writers: [String: (layer: PlannedLayer, writer: StepWatch.Writer)] = [:]
    for layer in image.layers.reversed().compactMap(plan.layer) {
      let open = found.map(\.path).filter { writers[$0] == nil }
      guard let parent = layer.parent, !open.isEmpty else { continue }
      for (path, writer) in try await self.writers(of: open, in: layer, on: parent) {
        writers[path] = (layer, writer)
      }
    }
    let root = plan.layer(image.layers[0])?.name
    return found.compactMap { difference in
      let known = writers[difference.path]
      guard let name = known?.layer.name ?? root else { return nil }
      return RebuildReport.Difference(
        path: difference.path, aspects: difference.aspects.map(\.rawValue).sorted(), recipe: name.recipe,
        work: name.isInstall ? .install : .provision, step: known?.writer.title, place: known?.writer.place)
    }
  }

  private func writers(
    of paths: [String], in layer: PlannedLayer, on parent: LayerKey
  ) async throws -> [String: StepWatch.Writer] {
    guard try await context.store.layers.use(parent), let folder = try context.store.scratch("watch") else {
      throw BuildError(.changedMeanwhile, "layer \(parent.short) is gone: try again")
    }
    defer { folder.discard() }
    let name = JobName(kind: .layer, key: layer.key, label: "\(layer.name)")
    let job = LayerJob(
      context: context, name: name, image: image, layer: layer, folder: folder,
      log: try JobLog(in: folder) { _ in })
    return try await StepWatch(job: job, parent: parent).run(watching: paths)
  }
}
