import Files
import Foundation
import Machine
import Planning
import Subprocess
import Synchronization
import Testing

@testable import Builds
@testable import Factory
@testable import Jobs
@testable import Storage

/// Layers of one lineage that are made in one appliance, and a layer that is tried.
struct LineageTests {
  private static let children = ["web", "wiki", "shop"]

  /// `base` is built; `wiki` stands on `web`, `shop` on `wiki`. Each leaves something that the next changes.
  private func place() async throws -> Workplace {
    let place = try await Workplace.withBuiltBase()
    for (name, parent) in [("wiki", "web"), ("shop", "wiki")] {
      try place.write(
        "\(name).yaml",
        """
        name: \(name)
        parent: \(parent)
        version: "1.0"
        provision: [{script: \(name).sh}, {files: [{source: page.html, to: /srv/\(name).html}]}]
        """)
      try place.write(
        "\(name).sh",
        "#!/bin/sh\nset -eu\necho \(name) >> /srv/greeting\nrm -f /srv/page.html\necho x > /var/tmp/\(name)\n"
      )
    }
    return place
  }

  private func listing(_ name: String, of place: Workplace) async throws -> String {
    let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "scripts/image-listing.sh").path
    var command = Command(script, ["\(place.output)/\(name)-1.0.qcow2"])
    command.environment["LIBGUESTFS_BACKEND"] = "direct"
    command.environment["LIBGUESTFS_BACKEND_SETTINGS"] = "force_tcg"
    return String(decoding: try await checked(command).stdout, as: UTF8.self)
  }

  @Test func layersMadeInOneSessionAreTheSameAsAlone() async throws {
    let together = try await place()
    let plan = try together.plan("web", "wiki", "shop")
    let report = try await together.build(plan)
    #expect(report.images.map(\.failure?.summary) == [nil, nil, nil])
    let logs = ["web", "wiki", "shop"].map { together.store.logs.folder(of: $0) }
    #expect(logs.allSatisfy { FileSystem.exists($0) })
    #expect(FileSystem.entries(of: together.store.work) == [])

    let alone = try await place()
    for name in Self.children {
      let report = try await alone.build(try alone.plan(name))
      #expect(report.images[0].failure?.summary == nil)
    }
    #expect(together.store.layers.present() == alone.store.layers.present())
    for name in Self.children {
      #expect(try await listing(name, of: together) == (try await listing(name, of: alone)), "\(name)")
    }
  }

  @Test func whatWasMadeBeforeAFailureStays() async throws {
    let place = try await place()
    try place.write("wiki.sh", "#!/bin/sh\nexit 3\n")
    let plan = try place.plan("web", "wiki", "shop")
    let report = try await place.build(plan)
    #expect(report.images.map(\.outcome) == [.built, .failed, .skipped])
    #expect(report.images[1].failure?.summary.contains("script wiki.sh failed: exit status 3") == true)
    let present = place.store.layers.present()
    #expect(plan.images[2].layers.map(present.contains) == [true, true, true, false, false])
    #expect(FileSystem.entries(of: place.store.work) == [])
  }

  @Test func aTryBeginsWithTheStepThatChanged() async throws {
    let place = try await place()
    let (root, store) = ("\(place.folder.path)/recipes", place.store)
    let shipped = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let lines = Lines()
    let trial = TryRun(
      BuildRequest(names: ["web"]), host: .emulating, events: { _ in }, onLine: { lines.add($0) }
    ) {
      try Project(Project.Sources(folders: [root], shipped: shipped), store: store, environment: [:])
    }
    #expect(try await trial.attempt(.all).steps == 0..<2)
    #expect(try await trial.attempt(.changed).steps == nil)
    try place.write("web.sh", "#!/bin/sh\necho again >> /srv/greeting; cat /srv/greeting /srv/page.html\n")
    #expect(try await trial.attempt(.changed).steps == 1..<2)
    #expect(lines.all.suffix(2) == ["again", "a page"], "the first version's greeting is gone")
    #expect(try await trial.look("test -e /srv/greeting && rm /srv/greeting") == 0)
    try place.write("web.sh", "#!/bin/sh\nexit 3\n")
    await #expect(throws: (any Error).self) { try await trial.attempt(.changed) }
    #expect(try await trial.look("cat /srv/greeting") == 1)
    try place.write("page.html", "other\n")
    try place.write("web.sh", "#!/bin/sh\ncat /srv/page.html\n")
    #expect(try await trial.attempt(.changed).steps == 0..<2)
    #expect(lines.all.last == "other")
    await trial.close()
    #expect(FileSystem.entries(of: place.store.work).filter { !$0.hasSuffix(".lock") } == [])
    #expect(place.store.layers.present().count == 2, "nothing is made")
  }
}

/// Lines as they came, from any thread.
private final class Lines: Sendable {
  private let lines = Mutex<[String]>([])
  var all: [String] { lines.withLock(\.self) }
  func add(_ line: String) { lines.withLock { $0.append(line) } }
}
