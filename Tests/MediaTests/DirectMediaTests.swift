import Digests
import Testing

@testable import Media

@Suite struct DirectMediaTests {
  private let folder: TemporaryFolder
  private let server: LoopbackServer

  init() throws {
    folder = try TemporaryFolder()
    server = try LoopbackServer.serving(folder.path)
    try folder.write("kernel", to: "linux")
    try folder.write("initrd", to: "initrd")
  }

  private func media(_ kernel: DirectMediaFile) async throws -> InstallerMedia {
    try await directMedia(
      kernel: kernel, initrd: DirectMediaFile(address: folder.file("initrd")),
      cache: MediaCache(folder: folder.file("cache")), downloader: Downloader())
  }

  @Test func filesAreTakenWhereTheyAre() async throws {
    let media = try await media(
      DirectMediaFile(address: folder.file("linux"), sha256: sha256("kernel").uppercased()))
    #expect(media.kernel == .init(path: folder.file("linux"), sha256: sha256("kernel")))
    #expect(media.initrd == .init(path: folder.file("initrd"), sha256: sha256("initrd")))
  }

  @Test func downloadsAreKeptUnderTheirDigest() async throws {
    let digest = sha256("kernel")
    let media = try await media(DirectMediaFile(address: server.url + "/linux", sha256: digest))
    #expect(media.kernel.path == folder.file("cache/sha256/\(digest.prefix(2))/\(digest)"))
    #expect(folder.read("cache/sha256/\(digest.prefix(2))/\(digest)") == [UInt8]("kernel".utf8))
  }

  @Test(arguments: [
    ("FOLDER/linux", String(repeating: "0", count: 64), "FOLDER/linux: SHA-256 is DIGEST, expected 0000"),
    ("SERVER/linux", String(repeating: "0", count: 64), "SERVER/linux: SHA-256 is DIGEST, expected 0000"),
    ("FOLDER/none", nil, "FOLDER/none: No such file or directory"),
    ("SERVER/linux", nil, "SERVER/linux: a URL needs a sha256 of 64 hexadecimal digits"),
    ("SERVER/linux", "12", "SERVER/linux: a URL needs a sha256 of 64 hexadecimal digits"),
  ])
  func whatIsNotAsItShouldBeIsAnError(address: String, digest: String?, message: String) async throws {
    func filled(_ text: String) -> String {
      text.replacing("FOLDER", with: folder.path).replacing("SERVER", with: server.url)
        .replacing("DIGEST", with: sha256("kernel"))
    }
    let error = await #expect(throws: MediaError.self) {
      try await media(DirectMediaFile(address: filled(address), sha256: digest))
    }
    #expect(error?.description.hasPrefix(filled(message)) == true, "\(String(describing: error))")
  }
}
