import Files
import Foundation
import Planning
import Provisioners
import Recipes
import Storage
import Testing

@testable import Provisioning

/// That what a run reads is what was there when it was planned.
struct InputSnapshotTests {
  private let folder = TemporaryFolder()
  private var recipes: String { "\(folder.path)/recipes" }

  private func write(_ name: String, _ text: String) throws {
    let path = "\(recipes)/\(name)"
    try FileSystem.makeFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    try FileSystem.write(Data(text.utf8), to: path)
  }

  private func plan() throws -> Plan {
    try write("disk.raw", "x")
    try write("a.sh", "#!/bin/sh\necho one\n")
    try write("tree/etc/a", "one\n")
    try FileManager.default.linkItem(atPath: "\(recipes)/tree/etc/a", toPath: "\(recipes)/tree/etc/b")
    try FileManager.default.createSymbolicLink(
      atPath: "\(recipes)/tree/link", withDestinationPath: "nowhere")
    try write("hole", "")
    try #require(truncate("\(recipes)/hole", 8 << 20) == 0)
    try write(
      "base.yaml",
      """
      name: base
      version: "1"
      os: {distribution: debian, release: "13", codename: trixie, arch: x86_64}
      installer: {kind: image, media: {image: {file: disk.raw}, mirrors: [http://mirror.example.org/debian]}}
      hardware: {disks: [{name: system, size: 8GiB, role: system}]}
      files: [{source: tree, to: /}, {source: hole, to: /hole}]
      provision: [{script: a.sh}]
      """)
    let library = Library(folders: [recipes], shipped: nil, provisioners: .all)
    return try Planner.plan([try Resolver(library).resolve("base").get()])
  }

  /// The paths of a layer's sources, in order.
  private func paths(_ layer: PlannedLayer) -> [String] {
    var paths: [String] = []
    _ = layer.reading { source in
      paths.append(source.path)
      return source.path
    }
    return paths
  }

  private func job(_ plan: Plan) throws -> Job {
    try #require(JobGraph(plan, there: Inventory()).jobs.first { $0.name.label == "base" })
  }

  private func layer(_ job: Job) throws -> PlannedLayer {
    guard case .layer(let task) = job.task else { throw Unexpected() }
    return task.layer
  }

  private struct Unexpected: Error {}

  @Test func whatIsSavedLaterIsNotRead() throws {
    let plan = try plan()
    let store = Store(root: "\(folder.path)/store")
    try store.prepare()
    let snapshot = try #require(try InputSnapshot(of: plan.layers, in: store, leaving: 0))
    try write("a.sh", "#!/bin/sh\necho two\n")
    try write("tree/etc/a", "two\n")
    let layer = try layer(snapshot.applied(to: job(plan)))
    #expect(layer.key == plan.layers[1].key)
    #expect(layer.isKeyed)
    let paths = paths(layer)
    #expect(paths.allSatisfy { $0.hasPrefix("\(store.root)/work/") }, "\(paths)")
    #expect(try String(contentsOfFile: paths[2], encoding: .utf8) == "#!/bin/sh\necho one\n")
    #expect(try String(contentsOfFile: "\(paths[0])/etc/a", encoding: .utf8) == "one\n")
    #expect(FileSystem.size(of: paths[1]) == 8 << 20)
    #expect(FileSystem.allocatedSize(of: paths[1]) < 1 << 20)
    snapshot.discard()
    #expect(!FileSystem.exists(paths[0]))
  }

  @Test func whereThereIsNoRoomForCopiesFilesAreReadWhereTheyAre() throws {
    let plan = try plan()
    let store = Store(root: "\(folder.path)/store")
    try store.prepare()
    let snapshot = try #require(try InputSnapshot(of: plan.layers, in: store, leaving: 1 << 62))
    defer { snapshot.discard() }
    let paths = paths(try layer(snapshot.applied(to: job(plan))))
    #expect(paths == ["tree", "hole", "a.sh"].map { "\(recipes)/\($0)" })
    let left = FileManager.default.enumerator(atPath: store.work)?.compactMap { $0 as? String } ?? []
    #expect(
      left.filter { !$0.hasSuffix(".lock") }.allSatisfy { $0.split(separator: "/").count == 1 }, "\(left)")
  }

  /// The step then finds, and says, that it is another.
  @Test func whatHasChangedAlreadyIsReadWhereItIs() throws {
    let plan = try plan()
    let store = Store(root: "\(folder.path)/store")
    try store.prepare()
    try write("a.sh", "#!/bin/sh\necho two\n")
    let snapshot = try #require(try InputSnapshot(of: plan.layers, in: store, leaving: 0))
    defer { snapshot.discard() }
    let paths = paths(try layer(snapshot.applied(to: job(plan))))
    #expect(paths[2] == "\(recipes)/a.sh")
    #expect(paths[0] != "\(recipes)/tree")
  }
}
