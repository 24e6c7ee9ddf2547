import Files
import Foundation
import Planning
import Subprocess
import Testing

@testable import Builds
@testable import Failures
@testable import Jobs
@testable import Storage

struct SpaceTests {
  private static func space(_ path: String, _ mebibytes: UInt64, device: UInt64 = 1) -> FreeSpace {
    FreeSpace(path: path, bytes: mebibytes << 20, device: device)
  }

  @Test(
    arguments: [
      (100, 100, 1, 10, nil),
      (100, 100, 2, 10, nil),
      (
        150, 100, 1, 10,
        "nothing was started: the build needs about 250 MiB in /store and /out, and 10 MiB that stay free; 210 MiB are free"
      ),
      (150, 100, 2, 10, nil),
      (
        250, 0, 2, 0,
        "nothing was started: the build needs about 250 MiB in /store; 210 MiB are free"
      ),
    ] as [(UInt64, UInt64, UInt64, UInt64, String?)])
  func roomIsCountedByFileSystem(
    layers: UInt64, images: UInt64, outputDevice: UInt64, floor: UInt64, problem: String?
  ) {
    let parts = [
      (space: Self.space("/store", 210), bytes: layers << 20),
      (space: Self.space("/out", 210, device: outputDevice), bytes: images << 20),
    ]
    #expect(SpaceCheck.problem(parts, floor: floor << 20) == problem)
  }

  @Test func whatWasBuiltBeforeTellsWhatIsNeeded() async throws {
    let place = try await Workplace.withChain()
    let plan = try place.plan("web", "base")
    let layers = plan.images[0].layers
    let fresh = SpaceNeed(plan, isSealed: { _ in false }, size: { _ in nil }, earlier: { _, _ in nil })
    #expect(fresh.layers == (32 + 4 + 4) << 20)
    #expect(fresh.images == (20 + 18) << 20)
    let known = SpaceNeed(
      plan, isSealed: { $0.appliance.name == "base" }, size: { $0 == layers[0] ? 50 << 20 : nil },
      earlier: { appliance, name in appliance == "web" && !name.isInstall ? 10 << 20 : nil })
    #expect(known.layers == 20 << 20)
    #expect(known.images == 35 << 20)
  }

  @Test func aBuildThatCannotFitIsRefused() async throws {
    let place = try await Workplace.withChain()
    let options = BuildOptions(output: place.output, settings: JobSettings(minimumFree: 1 << 60))
    let builder = Builder(store: place.store, options: options, host: .emulating) { _ in }
    let error = await #expect(throws: BuildError.self) { try await builder.build(try place.plan("web")) }
    let text = error?.description ?? ""
    #expect(
      text.hasPrefix("nothing was started: the build needs about 80 MiB in \(place.store.root) and"),
      "\(text)")
    #expect(text.hasSuffix("make space ('kiln gc' frees layers that nothing needs) and run again"))
    #expect(!FileSystem.exists(place.output))
  }

  @Test func aFileSystemThatFillsUpEndsTheWork() async throws {
    var watch = SpaceWatch(paths: ["/store"], floor: 100 << 20, interval: .milliseconds(1))
    watch.look = { _ in Self.space("/store", 99) }
    let error = await #expect(throws: BuildError.self) {
      try await watch.guarding { try await Task.sleep(for: .seconds(60)) }
    }
    #expect(
      error?.description.hasPrefix(
        "less than --min-free (100 MiB) is left on the file system of /store: 99 MiB are free; make space")
        == true)
    watch.look = { _ in Self.space("/store", 101) }
    #expect(try await watch.guarding { "done" } == "done")
    await #expect(throws: BuildError.self) {
      try await watch.guarding { throw BuildError(.secretMissing, "its own") }
    }
  }

  @Test(arguments: [
    (FileError("cannot write /a", reason: "full", code: ENOSPC) as any Error, true),
    (FileError("cannot write /a", reason: "No space left on device", code: EIO), false),
    (CocoaError(.fileWriteOutOfSpace), true),
    (
      SubprocessError.failed(
        command: "qemu-img", status: .exited(1), lastLines: ["x: No space left on device"]), true
    ),
    (BuildError(.secretMissing, "the guest: No space left on device"), false),
    (CancellationError(), false),
  ])
  func afullFileSystemIsNamed(error: any Error, isNamed: Bool) {
    let folder = TemporaryFolder()
    let check = FullFileSystem(paths: [folder.path])
    let text = "\(check.explained(error))"
    #expect(text.contains("the file system of \(folder.path) is full; make space") == isNamed)
    #expect(text.hasPrefix("\(error)"))
  }
}
