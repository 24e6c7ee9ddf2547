import Foundation
import Machine
import Planning
import Subprocess
import Testing

@testable import Factory

/// The whole line, from recipe files to images, with the stand-in installer in a real virtual machine.
@Suite(.serialized)
struct BuilderTests {
  @Test func aChainBecomesImages() async throws {
    let place = try await Workplace.withChain()
    let plan = try place.plan("web", "base")
    let report = try await place.build(plan)
    #expect(report.images.map(\.error) == [nil, nil])
    #expect(report.images.map(\.outcome) == [.built, .built])
    #expect(place.events.withLock { $0.contains("hello one two words") }, "the script's output is an event")

    let image = ImageFiles(folder: place.output, image: plan.images[0])
    let info = try await QemuImage().info(image.disk)
    #expect(info.backing == nil)
    #expect(try await QemuImage().check(image.disk).isSound)
    let descriptor = try JSON.decode(
      Descriptor.self, from: try Data(contentsOf: URL(fileURLWithPath: image.descriptor)))
    #expect(descriptor.identifier == "web")
    #expect(descriptor.disks[0].virtualSize == info.virtualSize)
    #expect(descriptor.disks.map(\.target) == ["vda", "vdb", "vdc"])
    #expect(descriptor.disks.map(\.role) == ["system", "data", "scratch"])
    #expect(descriptor.disks.map { $0.file?.path } == ["web-1.0.qcow2", "web-1.0-data.qcow2", nil])
    #expect(
      FileSystem.entries(of: place.output).filter { $0.hasPrefix("web") } == [
        "web-1.0-data.qcow2", "web-1.0.json", "web-1.0.qcow2",
      ])
    try await checked(
      Command("/usr/bin/python3", ["-c", Self.schemaCheck, image.descriptor, Self.schema]))
    #expect(descriptor.kiln.chain.map(\.recipe) == ["base", "base", "web"])
    #expect(descriptor.kiln.key == plan.images[0].key)
    #expect(FileSystem.entries(of: place.store.work) == [])

    try await secondBuildDoesNothing(place, plan)
    try await aMissingDiskIsSealedAgain(place, plan)
    try await onlyWhatChangedIsRebuilt(place)
  }

  private static let schema = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../../schemas/descriptor.schema.json").standardizedFileURL.path
  private static let schemaCheck = """
    import json, jsonschema, sys
    jsonschema.validate(json.load(open(sys.argv[1])), json.load(open(sys.argv[2])))
    """

  /// A host that would fail if it were asked anything: nothing may be started.
  private func secondBuildDoesNothing(_ place: Workplace, _ plan: Plan) async throws {
    let report = try await place.build(plan)
    #expect(report.images.map(\.outcome) == [.reused, .reused])
    #expect(place.events.withLock { $0 } == ["up to date web-1.0", "up to date base-1"])
  }

  private func aMissingDiskIsSealedAgain(_ place: Workplace, _ plan: Plan) async throws {
    try FileSystem.remove("\(place.output)/web-1.0-data.qcow2")
    let report = try await place.build(plan)
    #expect(report.images.map(\.outcome) == [.built, .reused])
    #expect(FileSystem.exists("\(place.output)/web-1.0-data.qcow2"))
    #expect(place.events.withLock { $0.contains("reuse base (installed)") })
  }

  private func onlyWhatChangedIsRebuilt(_ place: Workplace) async throws {
    try place.write("page.html", "another page\n")
    let report = try await place.build(try place.plan("base", "web"))
    #expect(report.images.map(\.outcome) == [.reused, .built])
    #expect(
      place.events.withLock { $0.filter { $0.hasPrefix("build") } } == ["build web: page.html changed"])
  }

  /// Each way the stand-in can go wrong, and what the user is told.
  @Test(arguments: [
    ("silent-after-fetch", "reported nothing for 20 s"),
    ("hang", "reported nothing for 20 s"),
    ("crash", "the guest ended before its install did: the guest"),
    ("fail-phase", "the installer reported: configuring: told to fail"),
    ("fill-disk", "the installer reported: bootstrapping: No space left on device"),
  ])
  func aMisbehaviourIsNamed(mode: String, message: String) async throws {
    let place = try await Workplace.withChain(misbehaviour: mode)
    let report = try await place.build(try place.plan("base"), limits: .brief)
    let error = try #require(report.images[0].error)
    #expect(error.contains(message), "\(error)")
    #expect(error.contains("last lines of the serial console:\n  | "))
    leavesNothingButEvidence(place, error, screenshot: mode != "crash")
  }

  @Test func anAnswerFileNeverFetchedIsNamed() async throws {
    let place = try await Workplace.withChain()
    let base = try String(contentsOfFile: "\(place.folder.path)/recipes/base.yaml", encoding: .utf8)
    try place.write(
      "base.yaml", base.replacing("[console=tty0", with: "[kiln.misbehave=never-fetch, console=tty0"))
    let limits = InstallLimits(answers: .seconds(2), silence: .seconds(2), whole: .seconds(30))
    let report = try await place.build(try place.plan("base"), limits: limits)
    let error = try #require(report.images[0].error)
    #expect(error.contains("the guest never fetched its answer file within 20 s"), "\(error)")
    leavesNothingButEvidence(place, error, screenshot: true)
  }

  private func leavesNothingButEvidence(_ place: Workplace, _ error: String, screenshot: Bool) {
    #expect(place.store.presentLayers() == [])
    #expect(FileSystem.entries(of: place.store.work) == [])
    #expect(FileSystem.entries(of: place.output) == [])
    let folder = "\(place.store.logs)/base/install"
    for file in ["serial.log", "answers"] + (screenshot ? ["screen.png"] : []) {
      #expect(FileSystem.exists("\(folder)/\(file)"), "\(file)")
      #expect(error.contains("\(folder)/\(file)"))
    }
  }

  @Test func aFailingScriptNamesItsLineItsStatusAndItsLastWords() async throws {
    let place = try await Workplace.withChain()
    try place.write("web.sh", "#!/bin/sh\necho before\necho 'it broke' >&2\nexit 3\n")
    let report = try await place.build(try place.plan("web"))
    let error = try #require(report.images[0].error)
    #expect(
      error.contains(
        "web.yaml:5:13: script web.sh failed: exit status 3\nlast output:\n  | before\n  | it broke\n"),
      "\(error)")
    #expect(place.store.presentLayers().count == 2, "the distribution's two layers stay")
  }
}
