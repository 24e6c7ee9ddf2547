import Digests
import Files
import Foundation
import Images
import Planning
import Recipes
import Testing

@testable import Storage

/// Parts of a few bytes, and images of several formats that are put together of them.
struct ImagePartTests {
  private let folder = TemporaryFolder()
  private let image: PlannedImage
  private var store: Store { Store(root: "\(folder.path)/store") }
  private var output: String { "\(folder.path)/out" }
  private var images: ImageRepository { store.images }
  private let key = LayerKey(hex: String(repeating: "5", count: 64))

  init() throws {
    image = try .sample()
    try store.prepare()
    try FileSystem.makeFolder(output)
  }

  @discardableResult
  private func keep(
    _ name: String, _ format: ImageFormat, key: LayerKey, from source: String = "layer"
  ) async throws -> ImagePart {
    let drafts = try images.drafts()
    let path = "\(drafts.path)/\(name)"
    try FileSystem.write(Data(name.utf8), to: path)
    let artifact = Artifact(
      kind: format.isDisk ? .disk : .bundle, format: format, digest: sha256(Array(name.utf8)),
      size: UInt64(name.utf8.count), path: name)
    let disk = Descriptor.Disk(
      name: "system", type: .os, role: .system, index: 0, virtualSize: 1 << 20, file: artifact,
      compression: .zstd)
    let part = ImagePart(
      key: key, source: source, artifacts: [artifact], disks: format == .qcow2 ? [disk] : nil)
    try await images.keep(part, files: [.init(artifact: artifact, path: path)])
    return part
  }

  /// An image that is handed out as vmdk alone, or as qcow2 and vmdk.
  private func publish(withQcow2: Bool) async throws -> ImageManifest {
    let sealed = try await keep("base-1.qcow2", .qcow2, key: key)
    let vmdk = try await keep("base-1.vmdk", .vmdk, key: image.key, from: sealed.sourceOfFormats)
    var descriptor = Descriptor.sample("base", digest: vmdk.artifacts[0].digest)
    descriptor.version = "1"
    descriptor.kiln.key = image.key
    descriptor.kiln.chain = image.layers.map {
      .init(
        recipe: "base", work: .provision, key: $0,
        facts: LayerFacts(
          built: descriptor.kiln.built, seconds: 1, tools: descriptor.kiln.tools, accelerator: "tcg"))
    }
    let disks = try #require(sealed.disks)
    descriptor.disks = disks
    if !withQcow2 {
      descriptor.disks[0].format = .vmdk
      descriptor.disks[0].compression = nil
      descriptor.disks[0].file = vmdk.artifacts[0]
    }
    descriptor.version = image.appliance.version
    descriptor.artifacts = (withQcow2 ? sealed.artifacts : []) + vmdk.artifacts
    return try await images.publish(
      image, descriptor: descriptor, sealed: withQcow2 ? nil : disks,
      parts: sealed.artifacts + vmdk.artifacts, in: try images.drafts(), under: try await images.lock("base"))
  }

  @Test func aPartIsFoundByItsKeyAndWhatItWasMadeFrom() async throws {
    let part = try await keep("base-1.vmdk", .vmdk, key: key)
    #expect(images.part(key, of: "layer") == part)
    #expect(images.part(key, of: "the layer, rebuilt") == nil)
    #expect(images.part(image.key, of: "layer") == nil)
    #expect(try await images.soundPart(key, of: "layer") == part)
  }

  @Test(arguments: ["gone", "altered", "cut off", "no record"])
  func whatIsNotWholeIsNoPart(fault: String) async throws {
    let part = try await keep("base-1.vmdk", .vmdk, key: key)
    let blob = images.blob(part.artifacts[0].digest)
    chmod(blob, 0o600)
    switch fault {
    case "gone": try FileSystem.remove(blob)
    case "altered": try Data("BASE-1.vmdk".utf8).write(to: URL(fileURLWithPath: blob))
    case "cut off": truncate(blob, 3)
    default: try FileSystem.write(Data("{".utf8), to: "\(images.parts)/\(key.hex).json")
    }
    #expect(try await images.soundPart(key, of: "layer") == nil)
    try await keep("base-1.vmdk", .vmdk, key: key)
    #expect(try await images.soundPart(key, of: "layer") == part, "it is made once more")
  }

  @Test func whatNoBuildTookIsFreedAfterADay() async throws {
    let part = try await keep("base-1.vmdk", .vmdk, key: key)
    let garbage = GarbageCollection(store: store, limits: .init())
    #expect(try garbage.run(isDryRun: false).strayBytes == 0)
    #expect(images.part(key, of: "layer") == part)
    let later = Date.now.addingTimeInterval(2 * ImageRepository.partAge)
    #expect(try garbage.run(isDryRun: false, now: later).strayBytes > 0)
    #expect(images.part(key, of: "layer") == nil)
    #expect(FileSystem.entries(of: images.parts).filter { $0.hasSuffix(".json") } == [], "nor a record of it")
  }

  @Test(arguments: [true, false])
  func whatIsWantedIsHandedOutAndAllIsKept(withQcow2: Bool) async throws {
    let manifest = try await publish(withQcow2: withQcow2)
    #expect(manifest.format == 2 && manifest.artifacts.count == 4)
    #expect(images.build(of: image) == manifest)
    #expect(try await StoreVerification(store: store).run(withMedia: false).faults == [])
    #expect(manifest.disks.map(\.format) == [.qcow2])
    #expect(manifest.sealedDescriptor.disks[0].file?.path == "base-1.qcow2")
    try await ImageDelivery(images, to: output).run(manifest)
    let names = ["SHA256SUMS", "base-1.0.0.json"] + (withQcow2 ? ["base-1.qcow2"] : []) + ["base-1.vmdk"]
    #expect(FileSystem.entries(of: output).sorted() == names)
    #expect(
      ImageDelivery(images, to: output).path(of: manifest)
        == "\(output)/base-1.\(withQcow2 ? "qcow2" : "vmdk")")
    let later = Date.now.addingTimeInterval(2 * ImageRepository.partAge)
    _ = try GarbageCollection(store: store, limits: .init()).run(isDryRun: false, now: later)
    #expect(images.isWhole(manifest))
  }

  /// Else the old disk stands beside a descriptor that knows nothing of it.
  @Test func filesOfAnEarlierBuildOfTheVersionGo() async throws {
    try await ImageDelivery(images, to: output).run(try await publish(withQcow2: true))
    try FileSystem.write(Data("the user's own".utf8), to: "\(output)/base-1.vdi")
    try await ImageDelivery(images, to: output).run(try await publish(withQcow2: false))
    #expect(
      FileSystem.entries(of: output).sorted() == [
        "SHA256SUMS", "base-1.0.0.json", "base-1.vdi", "base-1.vmdk",
      ])
  }

  @Test func aDamagedCopyOfAnyFormatIsSetAside() async throws {
    let manifest = try await publish(withQcow2: true)
    try await ImageDelivery(images, to: output).run(manifest)
    try Data("BASE-1.vmdk".utf8).write(to: URL(fileURLWithPath: "\(output)/base-1.vmdk"))
    try await OutputFolder(path: output, store: store).setAsideDamaged([image])
    #expect(FileSystem.exists("\(output)/base-1.vmdk.damaged"))
    try await ImageDelivery(images, to: output).run(manifest)
    #expect(try String(contentsOfFile: "\(output)/base-1.vmdk", encoding: .utf8) == "base-1.vmdk")
  }

  @Test func filesOfOneNameAreNoImage() async throws {
    let sealed = try await keep("base-1.qcow2", .qcow2, key: key)
    let error = await #expect(throws: StoreDamage.self) {
      try await images.publish(
        image, descriptor: .sample("base", digest: sealed.artifacts[0].digest),
        parts: sealed.artifacts + sealed.artifacts, in: try images.drafts(),
        under: try await images.lock("base"))
    }
    let message = "base-1.0.0 cannot be entered: its files are called base-1.qcow2, "
    #expect(error?.description.hasPrefix(message) == true)
  }
}
