import Files
import Foundation
import Machine
import Planning
import Synchronization
import Testing

@testable import Builds
@testable import Imaging
@testable import Jobs
@testable import Storage

/// Looking into layers, images and failed builds of the stand-in.
struct ShellTests {
  private func run(_ script: String, in source: ImageSource, of store: Store) async throws -> (
    Int32, [String]
  ) {
    let lines = Mutex<[String]>([])
    let status = try await Shell(store: store, host: BuildHost(accelerator: .tcg))
      .run(script, in: source) { line in lines.withLock { $0.append(line) } }
    return (status, lines.withLock { $0 })
  }

  @Test func aFailedBuildIsKeptAndLookedInto() async throws {
    let place = try await Workplace.withBuiltBase()
    try place.write("web.sh", "#!/bin/sh\necho half > /srv/half\nexit 3\n")
    let store = place.store
    let options = BuildOptions(
      output: place.output, settings: JobSettings(limits: .patient, keepsFailed: true))
    let builder = Builder(store: store, options: options, host: BuildHost(accelerator: .tcg)) { _ in }
    let report = try await builder.build(try place.plan("web"))
    let error = try #require(report.images[0].failure?.summary)
    #expect(error.contains("script web.sh failed: exit status 3"), "\(error)")
    let hint = "; it is kept in \(store.root)/failed/web: look into it with: kiln shell web --failed\n"
    #expect(error.contains(hint), "\(error)")
    #expect(FileSystem.entries(of: store.work) == [])

    let failed = try store.failedSource("web")
    #expect(failed.disks.count == 3)
    let (status, lines) = try await run("cat /srv/half; echo more > /srv/more; exit 7", in: failed, of: store)
    #expect(status == 7)
    #expect(lines == ["half"])
    #expect(FileSystem.entries(of: store.work) == [])
    let again = try await run("test -e /srv/more", in: failed, of: store)
    #expect(again.0 == 1, "what a shell writes is thrown away")

    // The last layer of `base` is the provisioned one, though only `web` was asked for.
    #expect(try store.source("base", prefersLayer: true).title.hasSuffix(" of base"))
    try place.write("web.sh", "#!/bin/sh\n:\n")
    let repaired = try await place.build(try place.plan("web"))
    #expect(repaired.images.map(\.failure) == [nil])
    #expect(place.store.layers.keptFailures() == [])
    try await anImageAndALayerAreFound(place)
  }

  private func anImageAndALayerAreFound(_ place: Workplace) async throws {
    let image = try place.store.source("\(place.output)/web-1.0-data.qcow2", prefersLayer: true)
    #expect(image == (try place.store.source("\(place.output)/web-1.0.json", prefersLayer: true)))
    #expect(image.title == "image web-1.0")
    #expect(image.disks.map { $0.path == nil } == [false, false, true])
    #expect(try await run("ls /srv", in: image, of: place.store).1 == ["page.html"])
    let key = try #require(place.store.history.previousLayers(of: "web").last?.key)
    let layer = try place.store.source(String(key.hex.prefix(6)), prefersLayer: true)
    #expect(layer == (try place.store.source("web", prefersLayer: true)))
    #expect(layer.title == "layer \(key.short) of web")
    #expect(layer.layers == place.store.history.previousLayers(of: "web").map(\.key).reversed())
  }

  @Test func whatIsNotThereIsNamed() throws {
    let place = Workplace()
    try place.store.prepare()
    func message(_ body: () throws -> ImageSource) -> String {
      do { return try body().title } catch { return "\(error)" }
    }
    #expect(
      message { try place.store.source("web", prefersLayer: true) } == """
        there is no layer or image 'web': give a path of an image, the first digits of a layer's key, or one of these: \
        (nothing is built yet)
        """)
    #expect(
      message { try place.store.source("out/web.json", prefersLayer: true) }
        == "there is no image out/web.json: give the path of its descriptor or of one of its disks")
    #expect(
      message { try place.store.failedSource("web") }
        == "no failed build of web is kept: build it with 'kiln build web --keep-failed'")
  }
}
