import Digests
import Families
import Files
import Foundation
import Images
import Planning
import Recipes
import Subprocess
import Testing

@testable import Storage

/// All JSON that the store writes is as its schema in `schemas/store` says.
struct StoredJSONTests {
  private static let script = URL(filePath: #filePath)
    .deletingLastPathComponent().appending(path: "../../scripts/store-schemas.py").standardizedFileURL.path

  private let folder = TemporaryFolder()
  private let image: PlannedImage
  private var store: Store { Store(root: "\(folder.path)/store") }

  init() throws {
    image = try .sample()
    try store.prepare()
  }

  private func look() async throws -> (counts: [String], faults: String) {
    let outcome = try await Subprocess.run(Command(Self.script, [store.root]))
    let counts = String(decoding: outcome.stdout, as: UTF8.self).split(separator: "\n")
      .map { $0.trimmingCharacters(in: .whitespaces) }
    return (counts, String(decoding: outcome.stderr, as: UTF8.self))
  }

  private var facts: LayerFacts {
    LayerFacts(
      built: "2026-11-21T02:00:00Z", seconds: 1.5, tools: Tools(kiln: "1", qemu: "7", libguestfs: "1"),
      accelerator: "tcg")
  }

  private func record(_ key: LayerKey) -> LayerRecord {
    LayerRecord(
      name: LayerName(recipe: "base", isInstall: false), key: key, inputs: [Input("packages", "nginx")])
  }

  private func writeLayers() async throws {
    var parent: LayerKey?
    for key in image.layers {
      let draft = try #require(try await store.layers.begin(key) { _ in })
      let package = InstalledPackage(name: "adduser", version: "3.152", architecture: "all")
      try StoredPackages(format: "deb", packages: [package]).write(to: draft.folder)
      try await store.layers.publish(
        draft, StoredLayer(record: record(key), parent: parent, facts: facts))
      parent = key
    }
    let kept = try #require(try store.scratch("kept"))
    _ = try await store.layers.keep(
      kept, KeptFailure.Record(layer: record(image.leaf), parent: image.layers[0], message: "no"))
  }

  private func writeHistory() async throws {
    try store.history.remember(image.layers.map(record), of: "base")
    let job = Job(
      name: JobName(kind: .image, key: image.key, label: "base-1"), needs: [],
      task: .seal(SealTask(image: image, reason: .absent)))
    try await store.history.remember(7, of: job)
    for digit in ["a", "b"] {
      try await store.history.remember(
        BootResult(outcome: .booted, when: "2026-11-21T02:00:00Z", seconds: 12, log: "boot.log"),
        of: .sample("web", digest: String(repeating: digit, count: 64)))
    }
    let plan = try Planner.plan([image.appliance])
    for (place, reason) in zip(plan.layers.compactMap(\.place), [Staleness.outdated(security: 1, other: 0)]) {
      let refresh = Refresh(stamp: "2026-11-21T02:00:00Z", reason: reason, sought: ["nginx": "2"])
      for layer in try Planner.plan([image.appliance], refreshes: [place: refresh]).layers {
        try store.history.rememberRefresh(of: layer)
      }
    }
  }

  private func writeImage() async throws {
    let images = store.images
    let drafts = try images.drafts()
    let disk = Artifact(
      kind: .disk, format: .qcow2, digest: sha256("disk"), size: 4, path: "base-1.0.0.qcow2")
    try FileSystem.write(Data("disk".utf8), to: "\(drafts.path)/disk")
    var descriptor = Descriptor.sample("base", digest: disk.digest)
    descriptor.version = image.appliance.version
    descriptor.disks[0].file = disk
    descriptor.disks[0].compression = .zstd
    descriptor.kiln.key = image.key
    descriptor.kiln.answers = sha256("answers")
    descriptor.kiln.chain = image.layers.enumerated().map { number, key in
      .init(recipe: "base", work: number == 0 ? .install : .provision, key: key, facts: facts)
    }
    let part = ImagePart(
      key: image.sealKey, source: "x", artifacts: [disk], disks: descriptor.disks)
    try await images.keep(part, files: [.init(artifact: disk, path: "\(drafts.path)/disk")])
    let manifest = try await images.publish(
      image, descriptor: descriptor, parts: [disk], in: drafts, under: try await images.lock("base"))
    let author = ReleaseChange.Author(user: "ann", host: "builder", folder: "/r", command: ["kiln"])
    _ = try await images.releases.release(manifest, booted: nil, reason: "because", by: author)
    _ = try await images.releases.change("base") {
      try $0.promoting("1.0.0", to: "stable", when: .now, by: author, reason: nil)
    }
  }

  @Test func everyFileIsAsItsSchemaSays() async throws {
    try await writeLayers()
    try await writeHistory()
    try await writeImage()
    let (counts, faults) = try await look()
    #expect(faults == "")
    let all = [
      "2 A line of the journal of releases and channels",
      "1 An appliance as its recipes said when it was built",
      "1 Descriptor of an image built by Kiln", "1 How long jobs took when they were last done",
      "1 One build of an image", "1 What an appliance was made of last time, root first",
      "1 What was made of an image before all of it was", "1 Which images booted",
      "1 Why a layer that is kept was not made", "1 Why a layer was rebuilt",
    ]
    #expect(Set(all).subtracting(counts) == [])
    for title in [
      "What a layer's files must be", "What is installed in a layer", "What the store knows of a layer",
    ] {
      #expect(counts.contains("\(image.layers.count) \(title)"))
    }
  }

  /// Whoever adds a file without a schema, or a key to one that has it, is told.
  @Test(arguments: [
    ("notes.json", "{}", "no schemas"), ("history/web.json", #"[{"nane": 1}]"#, "'nane' was unexpected"),
    ("known/a.json", "{}", "'path' is a required property"), ("history/deep/web.json", "[]", "no schemas"),
  ])
  func whatIsNot(file: String, text: String, fault: String) async throws {
    let path = "\(store.root)/\(file)"
    try FileSystem.makeFolder(String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex)))
    try FileSystem.write(Data(text.utf8), to: path)
    let faults = try await look().faults
    #expect(faults.contains(fault), "\(faults)")
  }
}
