import Files
import Foundation
import JSON
import Machine
import Images
import Planning
import Subprocess
import Testing

@testable import Builds
@testable import Storage

/// The whole line, from recipe files to images, with the stand-in installer in a real virtual machine.
struct BuilderTests {
  @Test func aChainBecomesImages() async throws {
    let place = try await Workplace.withChain()
    let plan = try place.plan("web", "base")
    let report = try await place.build(plan)
    #expect(report.images.map(\.failure) == [nil, nil])
    #expect(report.images.map(\.outcome) == [.built, .built])
    #expect(place.events.withLock { $0.contains("hello one two words") }, "the script's output is an event")

    let image = ImageFiles(folder: place.output, image: plan.images[0])
    let disk = try #require(report.images[0].path)
    #expect(disk == "\(place.output)/web-1.0.qcow2")
    let info = try await QemuImage().info(disk)
    #expect(info.backing == nil)
    #expect(try await QemuImage().check(disk).isSound)
    let descriptor = try decodeJSON(
      Descriptor.self, from: try Data(contentsOf: URL(fileURLWithPath: image.descriptor)))
    #expect(descriptor.identifier == "web")
    #expect(descriptor.disks[0].virtualSize == info.virtualSize)
    #expect(descriptor.disks.map(\.target) == ["vda", "vdb", "vdc"])
    #expect(descriptor.disks.map(\.role) == [.system, .data, .scratch])
    #expect(descriptor.disks.map { $0.file?.path } == ["web-1.0.qcow2", "web-1.0-data.qcow2", nil])
    #expect(
      FileSystem.entries(of: place.output).filter { $0.hasPrefix("web") } == [
        "web-1.0-data.qcow2", "web-1.0.json", "web-1.0.qcow2",
      ])
    try await checked(
      Command("/usr/bin/python3", ["-c", Self.schemaCheck, image.descriptor, Self.schema]))
    #expect(descriptor.kiln.chain.map(\.recipe) == ["base", "base", "web"])
    #expect(descriptor.kiln.key == plan.images[0].key)
    let packages = try place.store.layers.packages(of: plan.images[0].leaf)?.packages
    #expect(packages?.map { "\($0.name) \($0.version)" } == ["busybox-static 1:1.37.0-6"])
    #expect(FileSystem.entries(of: place.store.work) == [])
    let sealed = "sealed web-1.0, made of [\"base (installed)\", \"base\", \"web\"]"
    #expect(place.events.withLock { $0.contains(sealed) }, "a run that is killed later has still made it")
    try sealingHasALog(place, descriptor)

    try await secondBuildDoesNothing(place, plan)
    try await aMissingDiskIsCopiedAgain(place, plan)
    try await aFurtherBuildOfAVersionIsAFurtherBuild(place)
    try await whatIsDamagedIsSetAside(place)
  }

  private static let schema = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../../schemas/descriptor.schema.json").standardizedFileURL.path
  private static let schemaCheck = """
    import json, jsonschema, sys
    jsonschema.validate(json.load(open(sys.argv[1])), json.load(open(sys.argv[2])))
    """

  private func sealingHasALog(_ place: Workplace, _ descriptor: Descriptor) throws {
    let paths = try #require(place.store.logs.lastBuild(of: "web")?.paths)
    #expect(
      paths.map { URL(fileURLWithPath: $0).lastPathComponent }.suffix(2) == [
        "web-provision.log", "web-seal.log",
      ])
    let log = try String(contentsOfFile: try #require(paths.last), encoding: .utf8)
    let file = try #require(descriptor.disks[0].file)
    #expect(log.contains("web-1.0.qcow2: \(file.size) bytes, SHA-256 \(file.digest)\n"))
    #expect(log.contains("disk 'cache' is blank: no file\n"))
  }

  /// A host that would fail if it were asked anything: nothing may be started.
  private func secondBuildDoesNothing(_ place: Workplace, _ plan: Plan) async throws {
    let report = try await place.build(plan)
    #expect(report.images.map(\.outcome) == [.reused, .reused])
    #expect(place.events.withLock { $0 } == ["up to date web-1.0", "up to date base-1"])
  }

  private func aMissingDiskIsCopiedAgain(_ place: Workplace, _ plan: Plan) async throws {
    try FileSystem.remove("\(place.output)/web-1.0-data.qcow2")
    let report = try await place.build(plan)
    #expect(report.images.map(\.outcome) == [.reused, .reused])
    #expect(FileSystem.exists("\(place.output)/web-1.0-data.qcow2"))
  }

  /// Three of one version: each stays as it was made, and the folder has the last.
  private func aFurtherBuildOfAVersionIsAFurtherBuild(_ place: Workplace) async throws {
    let images = place.store.images
    let recipe = try String(contentsOfFile: "\(place.folder.path)/recipes/web.yaml", encoding: .utf8)
    var manifests = [try #require(images.build(of: try place.plan("web").images[0]))]
    for title in ["second", "third"] {
      try place.write("web.yaml", recipe + "\ntitle: \(title)\n")
      let image = try place.plan("web").images[0]
      #expect(
        JobGraph(try place.plan("web"), there: Inventory(place.store, output: place.output))[image.jobName]?
          .reason
          == "title changed from '\(manifests.last?.descriptor.title ?? "")' to '\(title)'")
      let report = try await place.build(try place.plan("web"))
      #expect(report.images.map(\.outcome) == [.built])
      manifests.append(try #require(images.build(of: image)))
      #expect(report.images[0].build == manifests.last?.id)
    }
    #expect(images.builds(of: "web") == manifests.map(\.id).reversed())
    #expect(manifests.map { images.manifest($0.id) } == manifests)
    #expect(manifests.allSatisfy(images.isWhole))
    #expect(ImageDelivery(images, to: place.output).isThere(manifests[2]))
    let garbage = GarbageCollection(
      store: place.store, limits: .init(), retention: .init(last: 1, age: .zero))
    let outcome = try garbage.run(isDryRun: true, now: .now + 10)
    #expect(
      outcome.images.filter { $0.build.id.name == "web" }.map { "\($0.verdict)" } == [
        "the last build", "no longer needed", "no longer needed",
      ])
    try place.write("web.yaml", recipe)
    let again = try await place.build(try place.plan("web"))
    #expect(again.images[0].build == manifests[0].id, "what is there is not built again")
    #expect(ImageDelivery(images, to: place.output).isThere(manifests[0]))
  }

  /// Only what changed is rebuilt, and what stood in for it that cannot be trusted any more.
  private func whatIsDamagedIsSetAside(_ place: Workplace) async throws {
    try place.write("page.html", "another page\n")
    let plan = try place.plan("base", "web")
    let base = plan.images[0]
    let copy = "\(place.output)/base-1.qcow2"
    let images = place.store.images
    let blob = images.blob(try #require(images.build(of: base)?.artifacts.first?.digest))
    for path in [copy, blob, place.store.layers.disk(of: base.leaf)] {
      let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
      try handle.seek(toOffset: 200_000)
      try handle.write(contentsOf: Data("x".utf8))
      try handle.close()
    }
    let report = try await place.build(plan)
    #expect(report.images.map(\.failure) == [nil, nil])
    #expect(report.images.map(\.outcome) == [.built, .built])
    let events = place.events.withLock { $0 }
    #expect(
      events.filter { $0.hasPrefix("build") } == [
        "build base: no longer in the store", "build web: page.html changed",
      ])
    #expect(events.contains { $0.hasPrefix("notice \(copy) has SHA-256 ") }, "\(events)")
    #expect(
      events.contains {
        $0.hasPrefix("notice base-1.qcow2 of base-1+") && $0.contains(" in the store has SHA-256 ")
      }, "\(events)"
    )
    #expect(events.contains { $0.hasPrefix("notice layer \(base.leaf.short) is damaged: ") }, "\(events)")
    #expect(FileSystem.exists("\(copy).damaged"))
    try await checked(Command("/bin/sh", ["-c", "cd '\(place.output)' && sha256sum --quiet -c SHA256SUMS"]))
  }
}
