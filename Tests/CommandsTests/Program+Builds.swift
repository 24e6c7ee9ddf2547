import Digests
import Files
import Foundation
import Images
import JSON
import Planning
import Provisioners
import Recipes
import Storage

extension Program {
  /// Puts a build of a recipe into the store `store` as if it had been built: a disk of a few bytes, and its layers' small files.
  ///
  /// - Parameters:
  ///   - recipes: the folder that it is in.
  ///   - disk: what is on the disk.
  @discardableResult
  func writeBuild(of recipe: String, in recipes: String, disk: String = "a disk", at time: Date = .now)
    async throws
    -> ImageManifest
  {
    let library = Library(folders: ["\(folder)/\(recipes)"], shipped: Self.checkout, provisioners: .all)
    let image = try Planner.plan([try Resolver(library).resolve(recipe).get()]).images[0]
    let store = Store(root: "\(folder)/store")
    try store.prepare()
    let tools = Tools(kiln: "1", qemu: "7", libguestfs: "1")
    // The builds of one recipe share their layers.
    let facts = LayerFacts(
      built: Date(timeIntervalSince1970: 1_795_000_000), seconds: 1, tools: tools, accelerator: "tcg",
      packages: 7)
    var parent: LayerKey?
    for key in image.layers {
      let name = LayerName(recipe: key == image.leaf ? recipe : "root", isInstall: parent == nil)
      let layer = StoredLayer(
        record: LayerRecord(name: name, key: key, inputs: []), parent: parent, facts: facts)
      try writeLayer(key.hex, ["layer.json": String(decoding: try prettyJSON(layer), as: UTF8.self)])
      parent = key
    }
    let drafts = try store.images.drafts()
    let path = "\(drafts.path)/disk"
    try FileSystem.write(Data(disk.utf8), to: path)
    let file = Artifact(
      kind: .disk, format: .qcow2, digest: sha256(disk), size: UInt64(disk.utf8.count),
      path: "\(image.stem).qcow2")
    let appliance = image.appliance
    let descriptor = Descriptor(
      title: appliance.title, description: "", identifier: appliance.name, version: appliance.version,
      groups: [],
      os: .init(distribution: "debian", version: "13", arch: .x86_64), cpu: 1, memory: 1024,
      disks: [
        .init(
          name: "system", type: .os, role: .system, index: 0, virtualSize: 1 << 30, file: file,
          compression: .zstd)
      ], attributes: [:],
      kiln: Provenance(
        key: image.key,
        chain: image.layers.enumerated().map {
          .init(recipe: "root", work: $0.offset == 0 ? .install : .provision, key: $0.element, facts: facts)
        }, built: time.inWholeSeconds, tools: tools, answers: sha256("answers"), firmware: .bios, packages: 7)
    )
    return try await store.images.publish(
      image, descriptor: descriptor, files: [.init(artifact: file, path: path)], in: drafts,
      under: try await store.images.lock(appliance.name), now: time)
  }

  /// Writes down that a build's image booted, as a boot test would.
  func writeBoot(of manifest: ImageManifest) async throws {
    try await Store(root: "\(folder)/store").history.remember(
      BootResult(outcome: .booted, when: Date.now.inWholeSeconds), of: manifest.descriptor)
  }

  /// Notes that nothing was found in an image that must not be left in it.
  func writeInspection(of manifest: ImageManifest) throws {
    let report = ResidueReport(image: DescribedImage(manifest), findings: [], checked: ResidueKind.allCases)
    try Store(root: "\(folder)/store").images.attach(
      Array(try prettyJSON(report)), as: .residue, to: manifest.id)
  }
}
