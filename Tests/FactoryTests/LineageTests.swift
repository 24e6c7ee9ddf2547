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

/// Whole builds: layers of one lineage that are made in one appliance, and a layer that is tried.
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

  /// What is in the children's images of these places, one after the other.
  private func listings(of places: [Workplace]) async throws -> [String] {
    let images = places.flatMap { place in Self.children.map { "\(place.output)/\($0)-1.0.qcow2" } }
    var command = Command("\(Workplace.checkout)/scripts/image-listing.sh", images)
    command.environment["LIBGUESTFS_BACKEND"] = "direct"
    command.environment["LIBGUESTFS_BACKEND_SETTINGS"] = "force_tcg"
    let text = String(decoding: try await checked(command).stdout, as: UTF8.self)
    return text.trimmingCharacters(in: .newlines).components(separatedBy: "\n\n")
  }

  /// In one session: `broken` fails on `shop`, and what was made before it stays. Alone: each by a process of its own;
  /// `scripts/run-job-test.sh` does the same with a whole tree.
  @Test func layersMadeInOneSessionAreTheSameAsThoseOfOtherProcesses() async throws {
    let together = try await place()
    try await threeAreMadeInOneSessionBeforeTheFourthFails(in: together)
    let alone = try await place()
    try await eachIsMadeByAProcessOfItsOwn(in: alone)
    #expect(together.store.layers.present() == alone.store.layers.present())
    let listings = try await listings(of: [together, alone])
    try #require(listings.count == 2 * Self.children.count)
    for (index, name) in Self.children.enumerated() {
      #expect(listings[index].contains("./srv/\(name == "web" ? "page" : name).html "), "\(name)")
      #expect(listings[index] == listings[index + Self.children.count], "\(name)")
    }
  }

  private func threeAreMadeInOneSessionBeforeTheFourthFails(in place: Workplace) async throws {
    for (name, parent) in [("broken", "shop"), ("late", "broken")] {
      try place.write(
        "\(name).yaml",
        "name: \(name)\nparent: \(parent)\nversion: \"1.0\"\nprovision: [{script: \(name).sh}]\n")
      try place.write("\(name).sh", "#!/bin/sh\nexit 3\n")
    }
    let plan = try place.plan("web", "wiki", "shop", "broken", "late")
    let report = try await place.build(plan)
    #expect(report.images.map(\.outcome) == [.built, .built, .built, .failed, .skipped])
    let summary = report.images[3].failure?.summary
    #expect(summary?.contains("script broken.sh failed: exit status 3") == true, "\(summary ?? "")")
    let present = place.store.layers.present()
    #expect(plan.images[4].layers.map(present.contains) == [true, true, true, true, true, false, false])
    let logs = Self.children.map { place.store.logs.folder(of: $0) }
    #expect(logs.allSatisfy { FileSystem.exists($0) })
    #expect(FileSystem.entries(of: place.store.work) == [])
    let sessions = place.events.withLock { $0.filter { $0.contains("libguestfs") } }
    #expect(
      sessions == ["web: libguestfs"]
        + ["wiki", "shop", "broken"].map { "\($0): libguestfs, shared with its parent" })
  }

  private func eachIsMadeByAProcessOfItsOwn(in place: Workplace) async throws {
    for name in Self.children {
      let plan = try place.plan("base", name)
      let report = try await place.build(plan, executor: ProcessExecutor(host: .emulating))
      #expect(report.images.map(\.failure?.summary) == [nil, nil])
      #expect(report.jobs.map(\.outcome) == [.built, .built], "base is there, its image, too")
      #expect(place.events.withLock { $0.contains("\(name): libguestfs") })
      if name == "web" {
        #expect(
          place.events.withLock { $0.contains("hello one two words") }, "the script's output is an event")
      }
      #expect(place.store.layers.present() == Set(plan.layers.map(\.key)))
    }
    let again = try await place.build(try place.plan("base", "web", "wiki", "shop"))
    #expect(again.images.map(\.outcome) == [.reused, .reused, .reused, .reused])
  }

  /// Its layers are there already, so that nothing is started.
  @Test func anOrderMayCarryALineage() async throws {
    let place = try await Workplace.withBuiltBase()
    let jobs = JobGraph(try place.plan("base"), there: Inventory()).jobs.filter { $0.name.kind == .layer }
    #expect(jobs.map(\.name.label) == ["base (installed)", "base"])
    let order = JobOrder(jobs: jobs, store: .init(root: place.store.root), settings: JobSettings())
    let heard = Mutex<[BuildEvent]>([])
    let executor = LocalExecutor(store: place.store, host: .emulating, secrets: [:])
    let completion = try await executor.perform(order) { event in heard.withLock { $0.append(event) } }
    #expect(completion == nil, "others have made the last one")
    #expect(heard.withLock(\.self) == [.reused(jobs[0].name, path: nil)])
  }

  @Test func aTryBeginsWithTheStepThatChanged() async throws {
    let place = try await place()
    let (root, store) = ("\(place.folder.path)/recipes", place.store)
    let lines = Lines()
    let trial = TryRun(
      BuildRequest(names: ["web"]), host: .emulating, events: { _ in }, onLine: { lines.add($0) }
    ) {
      try Project(
        Project.Sources(folders: [root], shipped: Workplace.checkout), store: store, environment: [:])
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
