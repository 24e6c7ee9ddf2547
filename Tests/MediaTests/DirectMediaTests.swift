import Digests
import Testing

@testable import Media

@Suite struct DirectMediaTests {
  @Test func kernelAndInitrdAreFetchedEachItsOwnWay() async throws {
    let folder = try TemporaryFolder()
    let server = try LoopbackServer.serving(folder.path)
    try folder.write("kernel", to: "linux")
    try folder.write("initrd", to: "initrd")
    let cache = MediaCache(folder: folder.file("cache"))
    let media = try await directMedia(
      kernel: CheckedFile(addresses: ["\(server.url)/linux"], check: .sha256(sha256("kernel"))),
      initrd: CheckedFile(addresses: [folder.file("initrd")], check: .sha256(sha256("initrd"))),
      with: MediaFetcher(cache: cache, downloader: Downloader()))
    #expect(media.kernel == .init(path: cache.path(sha256: sha256("kernel")), sha256: sha256("kernel")))
    #expect(media.initrd == .init(path: folder.file("initrd"), sha256: sha256("initrd")))
    #expect(media.iso == nil)
  }
}
