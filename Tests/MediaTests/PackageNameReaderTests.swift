import Families
import Foundation
import Testing

@testable import Media

@Suite struct PackageNameReaderTests {
  private func names(of archive: PackageArchive, _ cache: MediaCache) async -> PackageNames? {
    await PackageNameReader(cache).names(in: [archive], architecture: "amd64")
  }

  /// Fetches what a freshness check would.
  private func fetch(_ archive: PackageArchive, _ format: PackageFormat, _ cache: MediaCache) async throws {
    let fetcher = MediaFetcher(cache: cache, downloader: Downloader(.init(retries: 0)))
    _ = try await PackageIndexReader(fetcher).read(
      [archive], format: format, architecture: "amd64", names: [])
  }

  private static func suite(of archive: TestArchive) -> PackageArchive {
    .debian(mirrors: [archive.mirror], suite: "test", keyring: archive.keyring, isSecurity: false)
  }

  @Test func aDebianArchivesNamesAreThoseOfItsCachedIndex() async throws {
    let archive = try TestArchive()
    archive.items = [
      .init(name: "nginx", fields: ["Provides: httpd, nginx-abi (= 1)"]),
      TestArchive.component("partman"),
    ]
    try await archive.publish()
    #expect(await names(of: Self.suite(of: archive), archive.cache) == nil)
    try await fetch(Self.suite(of: archive), .deb, archive.cache)
    let count = archive.server.requests.count
    let found = await names(of: Self.suite(of: archive), archive.cache)
    #expect(found?.names == ["nginx", "httpd", "nginx-abi"])
    #expect(found?.date?.ISO8601Format() == "2026-09-12T07:55:41Z")
    // The second time from what was kept of the index, which then may be gone.
    for entry in archive.cache.entries() { _ = try archive.cache.remove(entry) }
    #expect(await names(of: Self.suite(of: archive), archive.cache) == found)
    #expect(archive.server.requests.count == count)
  }

  @Test func namesOfAnOlderIndexDoNotStandInForThoseOfANewerOne() async throws {
    let archive = try TestArchive()
    archive.items = [.init(name: "nginx")]
    try await archive.publish()
    try await fetch(Self.suite(of: archive), .deb, archive.cache)
    #expect(await names(of: Self.suite(of: archive), archive.cache)?.names == ["nginx"])
    archive.items.append(.init(name: "vim"))
    archive.date = "Sat, 19 Sep 2026 07:55:41 UTC"
    try await archive.publish()
    // As doctor does, which reads no index.
    _ = try await archive.open()
    #expect(await names(of: Self.suite(of: archive), archive.cache) == nil)
    try await fetch(Self.suite(of: archive), .deb, archive.cache)
    #expect(await names(of: Self.suite(of: archive), archive.cache)?.names == ["nginx", "vim"])
  }

  @Test func aRepositorysNamesAreThoseOfItsPackagesAndWhatTheyProvide() async throws {
    let repository = try await TestRepository()
    try await repository.publish(["kernel 0 1.1 1 x86_64", "vim 0 1 1 x86_64"])
    let archive = PackageArchive.rpm(addresses: [repository.address], keyring: repository.key.keyring)
    #expect(await names(of: archive, repository.cache) == nil)
    try await fetch(archive, .rpm, repository.cache)
    #expect(await names(of: archive, repository.cache)?.names == ["kernel", "vim"])
  }

  @Test(arguments: [
    ("nginx", PackageFormat.deb, true), ("nginx=1.22-1", .deb, true), ("nginx/trixie", .deb, true),
    ("nginx:amd64", .deb, true), ("nginx-1.22", .deb, false), ("ngnix", .deb, false),
    ("standard^", .deb, true),
    ("g++", .deb, true), ("nginx", .rpm, true), ("nginx-1.22-1.el9", .rpm, true),
    ("nginx.x86_64", .rpm, true),
    ("nginx-1.22-1.el9.x86_64", .rpm, true), ("nginx-lihgt", .rpm, false), ("@core", .rpm, true),
    ("ngnix-1.22", .rpm, false),
  ])
  func whatAPackageManagerIsAskedForNamesAPackage(written: String, format: PackageFormat, isKnown: Bool) {
    #expect(PackageNames(["nginx", "g++"], date: nil).mayHave(written, format: format) == isKnown)
  }
}
