import Families
import Foundation
import Testing

@testable import Media

@Suite struct PackageIndexReaderTests {
  private static let installed = ["kernel", "openssl", "vim", "bash"].map {
    InstalledPackage(name: $0, version: "1.0-1", architecture: "x86_64")
  }

  private func read(
    _ archive: PackageArchive, cache: MediaCache, format: PackageFormat, isOffline: Bool = false
  ) async throws -> PackageIndexReader.Reading {
    let downloader = Downloader(.init(retries: 0, isOffline: isOffline))
    return try await PackageIndexReader(MediaFetcher(cache: cache, downloader: downloader)).read(
      [archive], format: format, architecture: format == .deb ? "amd64" : "x86_64",
      names: Set(Self.installed.map(\.name)))
  }

  private func read(_ repository: TestRepository, isOffline: Bool = false) async throws
    -> PackageIndexReader.Reading
  {
    try await read(
      .rpm(addresses: [repository.address], keyring: repository.key.keyring), cache: repository.cache,
      format: .rpm, isOffline: isOffline)
  }

  private static let packages = [
    "kernel 0 1.1 1 x86_64", "openssl 1 1.0 1 x86_64", "vim 0 1.0 1 x86_64", "bash 0 2.0 1 i686",
    "other 0 9 9 x86_64",
  ]

  @Test func aRepositorysUpdatesAndFixesAreFound() async throws {
    let repository = try await TestRepository()
    try await repository.publish(Self.packages, fixes: ["openssl 1 1.0 1 x86_64"])
    let reading = try await read(repository)
    let updates = reading.index.updates(for: Self.installed)
    #expect(updates.map(\.name) == ["kernel", "openssl"])
    #expect(updates.map(\.available) == ["1.1-1", "1:1.0-1"])
    #expect(updates.map(\.isSecurity) == [false, true])
    #expect(reading.sources.map(\.url) == ["\(repository.address)/repodata/repomd.xml"])
  }

  @Test func theSecondTimeNothingIsSentAgain() async throws {
    let repository = try await TestRepository()
    try await repository.publish(Self.packages)
    let first = try await read(repository)
    #expect(repository.server.statuses == [200, 200, 200, 200])
    let second = try await read(repository)
    #expect(repository.server.statuses.dropFirst(4) == [304, 304])
    #expect(second.index == first.index)
    try await repository.publish(Self.packages + ["vim 0 2 1 x86_64"])
    #expect(
      try await read(repository).index.updates(for: Self.installed).map(\.name) == [
        "kernel", "openssl", "vim",
      ])
  }

  @Test func offlineTheLastOnesCountWithTheirAge() async throws {
    let repository = try await TestRepository()
    let offline = await #expect(throws: MediaError.self) { try await read(repository, isOffline: true) }
    #expect(
      offline?.description
        == "\(repository.address)/repodata/repomd.xml: not in the store, and offline nothing is downloaded")
    try await repository.publish(Self.packages)
    let first = try await read(repository)
    let indexes = repository.folder.file("cache/indexes")
    let name = try #require(
      FileManager.default.contentsOfDirectory(atPath: indexes).first { $0.hasSuffix("-repomd.xml") })
    let past = Date(timeIntervalSince1970: 1_000_000_000)
    try FileManager.default.setAttributes([.modificationDate: past], ofItemAtPath: "\(indexes)/\(name)")
    let second = try await read(repository, isOffline: true)
    #expect(second.index == first.index)
    #expect(second.sources.map(\.asked) == [past])
    #expect(try await read(repository).sources[0].asked > past, "asking makes it young again")
  }

  @Test func aChangedRepositoryIsRefused() async throws {
    let repository = try await TestRepository()
    try await repository.publish(Self.packages)
    let place = "www/repo/repodata/repomd.xml"
    let text = String(decoding: repository.folder.read(place) ?? [], as: UTF8.self)
    try repository.folder.write(text.replacing("<revision>1", with: "<revision>2"), to: place)
    let error = await #expect(throws: MediaError.self) { try await read(repository) }
    let expected = "\(repository.address)/repodata/repomd.xml: signature not accepted: "
    #expect(error?.description.hasPrefix(expected) == true)
    #expect(error?.description.contains("BAD signature") == true)
  }

  @Test func changedMetadataAreRefused() async throws {
    let repository = try await TestRepository()
    try await repository.publish(Self.packages)
    let folder = repository.folder.file("www/repo/repodata")
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.contains("primary") {
      let place = "www/repo/repodata/\(name)"
      try repository.folder.write((repository.folder.read(place) ?? []).reversed(), to: place)
    }
    let error = await #expect(throws: MediaError.self) { try await read(repository) }
    #expect(error?.description.contains("SHA-256 is ") == true)
  }

  @Test func aRepositoryBetweenTwoStatesIsAskedTwiceAndThenAnotherMirror() async throws {
    let repository = try await TestRepository()
    try await repository.publish(Self.packages)
    let www = repository.folder.file("www")
    try FileManager.default.copyItem(atPath: "\(www)/repo", toPath: "\(www)/whole")
    for name in try FileManager.default.contentsOfDirectory(atPath: "\(www)/repo/repodata")
    where name.contains("primary") {
      try FileManager.default.removeItem(atPath: "\(www)/repo/repodata/\(name)")
    }
    let error = await #expect(throws: MediaError.self) { try await read(repository) }
    let url = "\(repository.address)/repodata/repomd.xml"
    #expect(
      error?.description.hasPrefix("\(url): the mirror is between two states: repodata/") == true,
      "\(String(describing: error))")
    #expect(repository.server.requests.count { $0.path == "/repo/repodata/repomd.xml" } == 2)
    let whole = repository.server.url + "/whole"
    let reading = try await read(
      .rpm(addresses: [repository.address, whole], keyring: repository.key.keyring), cache: repository.cache,
      format: .rpm)
    #expect(reading.sources.map(\.url) == ["\(whole)/repodata/repomd.xml"])
    #expect(reading.index.updates(for: Self.installed).map(\.name) == ["kernel", "openssl"])
  }

  /// A mirror replaces `repomd.xml` and its signature one after the other.
  @Test(arguments: ["repomd.xml", "repomd.xml.asc"])
  func halfOfANewStateIsAskedForTwiceAndIsNoDamage(first: String) async throws {
    let repository = try await TestRepository()
    try await repository.publish(Self.packages)
    let before = try await read(repository)
    let other = "www/repo/repodata/" + (first == "repomd.xml" ? "repomd.xml.asc" : "repomd.xml")
    let old = repository.folder.read(other) ?? []
    try await repository.publish(Self.packages + ["vim 0 2 1 x86_64"])
    let new = repository.folder.read(other) ?? []
    try repository.folder.write(old, to: other)
    let count = repository.server.requests.count
    let error = await #expect(throws: MediaError.self) { try await read(repository) }
    let expected = "\(repository.address)/repodata/repomd.xml: signature not accepted: "
    #expect(error?.description.hasPrefix(expected) == true, "\(String(describing: error))")
    #expect(repository.server.requests.count == count + 4)
    #expect(repository.cache.damaged.entries.isEmpty)
    #expect(try await read(repository, isOffline: true).index == before.index)
    try repository.folder.write(new, to: other)
    #expect(try await read(repository).index != before.index)
  }

  @Test(arguments: [
    (-1, "older than that of "), (86400 * 2, "more than a day ahead of this host's clock"),
  ])
  func statesOfAnotherTimeAreNotBelieved(offset: Int, reason: String) async throws {
    let repository = try await TestRepository()
    let now = Int(Date.now.timeIntervalSince1970)
    repository.seconds = "\(now).25"
    try await repository.publish(Self.packages)
    let before = try await read(repository)
    repository.seconds = "\(now + offset)"
    try await repository.publish(Self.packages + ["vim 0 2 1 x86_64"])
    let www = repository.folder.file("www")
    try FileManager.default.copyItem(atPath: "\(www)/repo", toPath: "\(www)/mirror")
    let mirror = repository.server.url + "/mirror"
    for addresses in [[repository.address], [mirror, repository.address]] {
      let error = await #expect(throws: MediaError.self) {
        try await read(
          .rpm(addresses: addresses, keyring: repository.key.keyring), cache: repository.cache, format: .rpm)
      }
      let said = error?.description ?? ""
      #expect(said.contains("\(addresses[0])/repodata/repomd.xml: is of "), "\(said)")
      #expect(said.contains(reason), "\(said)")
    }
    // What was believed before still serves.
    #expect(try await read(repository, isOffline: true).index == before.index)
  }

  @Test func anUnsignedRepositoryNeedsHTTPS() async throws {
    let repository = try await TestRepository()
    try await repository.publish(Self.packages)
    let url = "\(repository.address)/repodata/repomd.xml"
    let keyless = await #expect(throws: MediaError.self) {
      try await read(
        .rpm(addresses: [repository.address], keyring: nil), cache: repository.cache, format: .rpm)
    }
    #expect(
      keyless?.description
        == "\(url): signature not accepted: there is no key to check it with, and it did not come over https")
    try FileManager.default.removeItem(atPath: repository.folder.file("www/repo/repodata/repomd.xml.asc"))
    let unsigned = await #expect(throws: MediaError.self) { try await read(repository) }
    #expect(
      unsigned?.description
        == "\(url): signature not accepted: it is not signed, and it did not come over https")
  }

  @Test(arguments: [
    ("<repomd><data type=\"primary\">", "1:30: it ends too early"),
    ("no XML", "1:1: it does not begin with '<'"),
    (
      "<repomd><data type=\"primary\"><location href=\"../../x\"/></data></repomd>",
      " no place inside the repository, or no SHA-256, for 'primary'"
    ),
    (
      "<repomd><data type=\"primary\"><size>9223372036854775808</size></data></repomd>",
      " bad size of 'primary': '9223372036854775808'"
    ),
    ("<repomd><data type=\"x\"><size>-1</size></data></repomd>", " bad size of 'x': '-1'"),
    ("<repomd><data type=\"x\"><timestamp>1e9999</timestamp></data></repomd>", " bad timestamp of"),
    ("<repomd><data type=\"x\"><timestamp>nan</timestamp></data></repomd>", " bad timestamp of 'x': 'nan'"),
  ])
  func nonsenseIsNamed(text: String, reason: String) async throws {
    let repository = try await TestRepository()
    try await repository.sign(text)
    let error = await #expect(throws: MediaError.self) { try await read(repository) }
    let start = "\(repository.address)/repodata/repomd.xml:\(reason)"
    #expect(error?.description.prefix(start.count) ?? "" == start)
  }

  @Test func aDebianArchivesUpdatesAreFound() async throws {
    let archive = try TestArchive()
    archive.items = [.init(name: "bash", version: "1.0-1+deb13u1"), .init(name: "vim", version: "1.0-1")]
    try await archive.publish()
    for (isSecurity, statuses) in [(true, [200, 200]), (false, [304])] {
      let reading = try await read(
        .debian(
          mirrors: [archive.mirror], suite: "test", keyring: archive.keyring, isSecurity: isSecurity),
        cache: archive.cache, format: .deb)
      let installed = Self.installed.map {
        InstalledPackage(name: $0.name, version: $0.version, architecture: "amd64")
      }
      let updates = reading.index.updates(for: installed)
      #expect(updates.map(\.available) == ["1.0-1+deb13u1"])
      #expect(updates.map(\.isSecurity) == [isSecurity])
      #expect(archive.server.statuses.suffix(statuses.count) == statuses[...])
    }
    #expect(archive.server.statuses.count == 3)
  }
}
