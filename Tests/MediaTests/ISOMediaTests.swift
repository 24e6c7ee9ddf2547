import Archive
import Digests
import Foundation
import Testing

@testable import Media

/// Images as distributions lay them out, and such as nobody should be given.
@Suite struct ISOMediaTests {
  private let folder: TemporaryFolder
  private let cache: MediaCache

  init() throws {
    folder = try TemporaryFolder()
    cache = MediaCache(folder: folder.file("cache"))
  }

  private func file(_ path: String, _ text: String) -> (ArchiveEntry, String) {
    (ArchiveEntry(path: path, kind: .file, mode: 0o644), text)
  }

  private func link(_ path: String, _ target: String) -> (ArchiveEntry, String) {
    (ArchiveEntry(path: path, kind: .symbolicLink(target: target), mode: 0o777), "")
  }

  private func folder(_ path: String) -> (ArchiveEntry, String) {
    (ArchiveEntry(path: path, kind: .folder, mode: 0o755), "")
  }

  /// Writes an image.
  /// - Parameter change: what is made of its bytes; for what libarchive would not write.
  private func image(
    _ entries: [(ArchiveEntry, String)], change: (Data) -> Data = { $0 }
  ) throws -> CheckedFile {
    let writer = try ArchiveWriter(format: .iso9660(volume: "TEST"))
    for (entry, text) in entries { try writer.add(entry, data: Data(text.utf8)) }
    let bytes = [UInt8](change(try writer.finish()))
    return CheckedFile(addresses: [try folder.write(bytes, to: "a.iso")], check: .sha256(sha256(bytes)))
  }

  private func media(_ iso: CheckedFile, kernel: String = "boot/vmlinuz") async throws -> InstallerMedia {
    try await isoMedia(
      iso, kernel: kernel, initrd: "boot/initrd.img",
      with: MediaFetcher(cache: cache, downloader: Downloader(.init(isOffline: true))))
  }

  private func expectFailure(
    _ message: String, of iso: CheckedFile, kernel: String = "boot/vmlinuz",
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    do {
      _ = try await media(iso, kernel: kernel)
      Issue.record("no error", sourceLocation: sourceLocation)
    } catch {
      let said = "\(error)".replacing(folder.path, with: "FOLDER")
      #expect(said == message, sourceLocation: sourceLocation)
    }
    let left = FileManager.default.enumerator(atPath: cache.folder)?.compactMap { $0 as? String } ?? []
    #expect(left.filter { $0 != "scratch" } == [], sourceLocation: sourceLocation)
  }

  @Test func kernelAndInitrdAreReadAndKept() async throws {
    let iso = try image([
      folder("boot"), file("boot/other", "o"), file("boot/vmlinuz", "kernel"),
      file("boot/initrd.img", "initrd"),
    ])
    let found = try await media(iso)
    #expect(found.kernel == .init(path: cache.path(sha256: sha256("kernel")), sha256: sha256("kernel")))
    #expect(try String(contentsOfFile: found.initrd.path, encoding: .utf8) == "initrd")
    #expect(found.iso?.path == iso.addresses[0])
    let written =
      try FileManager.default.attributesOfItem(atPath: found.kernel.path)[.systemFileNumber] as? Int
    #expect(try await media(iso) == found)
    let again = try FileManager.default.attributesOfItem(atPath: found.kernel.path)[.systemFileNumber] as? Int
    #expect(written == again)
  }

  @Test func linksWithinTheImageAreFollowed() async throws {
    let iso = try image([
      folder("casper"), file("casper/hwe-vmlinuz", "kernel"), file("casper/initrd.img", "initrd"),
      link("casper/vmlinuz", "./hwe-vmlinuz"), link("boot", "x/./casper/../casper"), link("x", "."),
    ])
    #expect(try await media(iso).kernel.sha256 == sha256("kernel"))
  }

  @Test func anAbsentFileIsNamed() async throws {
    let iso = try image([folder("boot"), file("boot/initrd.img", "initrd")])
    try await expectFailure("FOLDER/a.iso has no file boot/vmlinuz", of: iso)
  }

  @Test func aFolderIsNoKernel() async throws {
    let iso = try image([folder("boot"), folder("boot/vmlinuz"), file("boot/initrd.img", "initrd")])
    try await expectFailure("FOLDER/a.iso: refused entry 'boot/vmlinuz': it is no file", of: iso)
  }

  @Test func anEmptyKernelIsRefused() async throws {
    let iso = try image([folder("boot"), file("boot/vmlinuz", ""), file("boot/initrd.img", "initrd")])
    try await expectFailure("FOLDER/a.iso: boot/vmlinuz is empty", of: iso)
  }

  @Test func aLoopOfLinksIsRefused() async throws {
    let iso = try image([
      folder("boot"), link("boot/vmlinuz", "a"), link("boot/a", "../boot/vmlinuz"),
      file("boot/initrd.img", "i"),
    ])
    try await expectFailure("FOLDER/a.iso: refused entry 'boot/vmlinuz': its links form a loop", of: iso)
  }

  @Test(arguments: [
    ("/etc/passwd", "it links to '/etc/passwd', outside the archive"),
    ("../../etc/passwd", "it leads out of the archive"),
  ])
  func aLinkOutOfTheImageIsRefused(target: String, reason: String) async throws {
    let iso = try image([folder("boot"), link("boot/vmlinuz", target), file("boot/initrd.img", "initrd")])
    try await expectFailure("FOLDER/a.iso: refused entry 'boot/vmlinuz': \(reason)", of: iso)
  }

  @Test func aPathOutOfTheImageIsRefused() async throws {
    let iso = try image([folder("boot"), file("boot/vmlinuz", "kernel"), file("boot/initrd.img", "initrd")])
    try await expectFailure(
      "FOLDER/a.iso: refused entry '../boot/vmlinuz': it leads out of the archive", of: iso,
      kernel: "../boot/vmlinuz")
  }

  /// The name in the image's Rock Ridge entry, which libarchive would not write.
  @Test func anImageWithAHostilePathIsRefused() async throws {
    let iso = try image([folder("boot"), file("boot/vmlinuz", "kernel"), file("boot/aa_evil", "evil")]) {
      data in
      var bytes = data
      while let place = bytes.range(of: Data("aa_evil".utf8)) {
        bytes.replaceSubrange(place, with: Data("../evil".utf8))
      }
      return bytes
    }
    try await expectFailure(
      "FOLDER/a.iso: refused entry 'boot/../evil': its path leads out of the archive", of: iso)
  }

  @Test func aTruncatedImageIsAnError() async throws {
    let initrd = String(repeating: "initrd", count: 100_000)
    let iso = try image([folder("boot"), file("boot/vmlinuz", "kernel"), file("boot/initrd.img", initrd)]) {
      $0.prefix($0.count - 500_000)
    }
    try await expectFailure("FOLDER/a.iso: Truncated input file", of: iso)
  }

  @Test func whatIsNoImageIsAnError() async throws {
    let bytes = [UInt8]("not an image".utf8)
    let iso = CheckedFile(addresses: [try folder.write(bytes, to: "a.iso")], check: .sha256(sha256(bytes)))
    try await expectFailure("FOLDER/a.iso: Unrecognized archive format", of: iso)
  }
}
