import Builds
import Files
import Foundation
import Images
import Imaging
import Jobs
import Planning
import Provisioning
import Recipes
import Storage
import Subprocess

/// Builds an image again, of what it says itself that it was made of, and holds the two against each other.
///
/// Everything is made anew, in a store of its own that is thrown away afterwards; only media come from the project's.
public struct RebuildRun {
  private let project: Project
  private let host: BuildHost
  private let events: EventSink

  public init(_ project: Project, host: BuildHost, events: @escaping EventSink) {
    self.project = project
    self.host = host
    self.events = events
  }

  /// - Parameters:
  ///   - reference: any `ImageReference` of an image that was built here or elsewhere.
  ///   - request: how it is built; its names do not count.
  /// - Throws: ``RebuildRefusal`` where the recipe of today makes another image, with what differs; what fails a build.
  public func run(_ reference: String, _ request: BuildRequest) async throws -> RebuildReport {
    let source = try project.store.source(reference)
    guard let descriptor = source.descriptor, let recipe = descriptor.kiln.chain.last?.recipe else {
      throw RebuildRefusal(
        "\(source.title) does not say what it was made of: name an image with its descriptor")
    }
    var request = request
    request.names = [recipe]
    request.variant = descriptor.identifier == recipe ? nil : descriptor.identifier
    let (plan, secrets, _) = try await project.plan(request)
    try secrets.requireAll()
    guard let image = plan.images.first else { throw CancellationError() }
    try check(image, in: plan, against: descriptor)
    guard let folder = try project.store.scratch("rebuild-\(getpid())") else { throw CancellationError() }
    defer { folder.discard() }
    let store = Store(root: "\(folder.path)/store")
    try await lendMedia(to: store)
    var options = try project.options(request, secrets)
    options.output = "\(folder.path)/out"
    let again = try await build(plan, of: image, in: store, options)
    let context = BuildContext(
      store: store, settings: options.settings, secrets: options.secrets, host: host, events: events)
    var report = RebuildReport(
      image: source.title, key: image.key, isIdentical: descriptor.digests == again.descriptor.digests,
      hasSameFiles: true, differences: [], tools: descriptor.kiln.tools, toolsNow: again.descriptor.kiln.tools
    )
    guard !report.isIdentical else { return report }
    let before = try await ContentsReader(store: project.store, host: host).contents(of: source)
    let after = try await ContentsReader(store: store, host: host).contents(
      of: try store.source("\(again.id)"))
    let found = after.fileDifferences(from: before, in: .strict)
    let search = WriterSearch(context: context, plan: plan, image: image)
    report.differences = try await search.run(found)
    report.hasSameFiles = found.isEmpty
    return report
  }

  /// The recipe may have moved on, or the site, or a file that it names.
  private func check(_ image: PlannedImage, in plan: Plan, against descriptor: Descriptor) throws {
    let provenance = descriptor.kiln
    guard image.key != provenance.key else { return }
    let build = ImageManifest(
      id: BuildID(name: descriptor.identifier, version: descriptor.version, sealed: provenance.built),
      key: provenance.key, layers: provenance.chain.map(\.key), artifacts: [], descriptor: descriptor)
    let change = VersionChange(of: image, in: plan, from: build) { key in
      try? project.store.layers.read(key).record
    }
    throw RebuildRefusal(
      "\(descriptor.identifier)-\(descriptor.version) cannot be built again, since its recipe makes another image now:"
        + change.differences.map { "\n  \($0)" }.joined())
  }

  /// By hard links: a medium is never changed.
  private func lendMedia(to store: Store) async throws {
    try FileSystem.makeFolder(store.root, isPrivate: true)
    guard FileSystem.exists(project.store.media) else { return }
    try await checked(Command("cp", ["-al", project.store.media, store.media]))
  }

  private func build(
    _ plan: Plan, of image: PlannedImage, in store: Store, _ options: BuildOptions
  ) async throws -> ImageManifest {
    let builder = Builder(store: store, options: options, host: host, events: events)
    let result = try await builder.build(plan).images.first
    guard let manifest = store.images.build(of: image) else {
      let reason = result?.failure.map { ": \($0.message)" } ?? ""
      throw RebuildRefusal("\(image.stem) was not built again\(reason)")
    }
    return manifest
  }
}

extension Descriptor {
  /// Of the files of its disks.
  fileprivate var digests: [String?] { disks.map { $0.file?.digest } }
}
