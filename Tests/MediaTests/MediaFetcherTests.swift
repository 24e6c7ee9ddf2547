import Digests
import Foundation
import Testing

@testable import Media

/// A file on two mirrors, with a signed list; what goes wrong, and what is left then.
@Suite struct MediaFetcherTests {
  private static let body = "an installer's image"
  private static let digest = sha256(body)
  private static let zeros = String(repeating: "0", count: 64)
  private let folder: TemporaryFolder
  private let server: LoopbackServer
  private let cache: MediaCache

  init() throws {
    folder = try TemporaryFolder()
    server = try LoopbackServer.serving(folder.file("www"))
    cache = MediaCache(folder: folder.file("cache"))
    try folder.write(Self.body, to: "www/good/disk.iso")
    try folder.write("something else", to: "www/bad/disk.iso")
  }

  private func fetcher(offline: Bool = false) -> MediaFetcher {
    MediaFetcher(cache: cache, downloader: Downloader(.init(retries: 0, isOffline: offline)))
  }

  private func urls(_ paths: String...) -> [String] { paths.map { "\(server.url)/\($0)" } }

  /// All files below the cache.
  private var kept: [String] {
    let all = FileManager.default.enumerator(atPath: cache.folder)?.compactMap { $0 as? String } ?? []
    return all.filter { name in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: "\(cache.folder)/\(name)", isDirectory: &isFolder)
        && !isFolder.boolValue
    }.sorted()
  }

  private var file: String { "sha256/\(Self.digest.prefix(2))/\(Self.digest)" }

  private func failure(_ file: CheckedFile, offline: Bool = false) async -> String? {
    do {
      _ = try await fetcher(offline: offline).fetch(file)
      return nil
    } catch {
      return "\(error)".replacing(server.url, with: "SERVER").replacing(folder.path, with: "FOLDER")
    }
  }

  // Pinned by digest.

  @Test func theNextMirrorIsTriedWhenOneHasItNot() async throws {
    let file = CheckedFile(
      addresses: urls("none/disk.iso", "bad/disk.iso", "good/disk.iso"),
      check: .sha256(Self.digest.uppercased()))
    let found = try await fetcher().fetch(file)
    #expect(found == .init(path: cache.path(sha256: Self.digest), sha256: Self.digest))
    #expect(server.requests.map(\.path) == ["/none/disk.iso", "/bad/disk.iso", "/good/disk.iso"])
    #expect(kept == ["names/\(Self.digest)", self.file])
  }

  @Test func everyMirrorIsNamedWithItsReason() async {
    let addresses = urls("none/disk.iso", "bad/disk.iso") + ["http://127.0.0.1:1/disk.iso"]
    let message = await failure(CheckedFile(addresses: addresses, check: .sha256(Self.digest)))
    let lines = message?.split(separator: "\n").map(String.init) ?? []
    #expect(
      lines.prefix(3) == [
        "none of 3 addresses served it:", "  SERVER/none/disk.iso: HTTP status 404",
        "  SERVER/bad/disk.iso: SHA-256 is \(sha256("something else")), expected \(Self.digest)",
      ])
    #expect(lines.last?.hasPrefix("  http://127.0.0.1:1/disk.iso: Failed to connect") == true)
    #expect(kept == [])
  }

  @Test func theSecondMirrorGoesOnWhereTheFirstBrokeOff() async throws {
    let body = [UInt8](repeating: 3, count: 200_000)
    let broken = try LoopbackServer { _ in .init(body: body, cutAfter: 150_000) }
    let whole = try LoopbackServer { request in
      let start = request.headers["range"].flatMap { Int($0.filter(\.isNumber)) } ?? 0
      return .init(status: start > 0 ? 206 : 200, body: Array(body[start...]))
    }
    let found = try await fetcher().fetch(
      CheckedFile(addresses: [broken.url, whole.url], check: .sha256(sha256(body))))
    #expect(FileManager.default.contents(atPath: found.path) == Data(body))
    #expect(whole.requests.map { $0.headers["range"] } == ["bytes=150000-"])
  }

  @Test(arguments: [
    (digest, nil), (zeros, "FOLDER/www/good/disk.iso: SHA-256 is \(digest), expected \(zeros)"),
    ("12", "disk.iso: needs a sha256 of 64 hexadecimal digits"),
  ])
  func aFileOfThisHostIsCheckedWhereItIs(digest: String, message: String?) async {
    let local = CheckedFile(addresses: [folder.file("www/good/disk.iso")], check: .sha256(digest))
    #expect(await failure(local) == message)
    #expect(kept == [])
  }

  // By a signed list.

  private enum Signing: CaseIterable { case binary, armored, cleartext }

  /// Puts a list beside the file.
  private func publish(_ list: String, key: SigningKey, _ signing: Signing) async throws -> SignedList {
    let url = "\(server.url)/good/SUMS"
    guard signing != .cleartext else {
      try folder.write(try await key.clearSigned(list), to: "www/good/SUMS")
      return SignedList(addresses: [url], keyring: key.armored)
    }
    try folder.write(list, to: "www/good/SUMS")
    let isArmored = signing == .armored
    try folder.write(try await key.signature(of: list, armored: isArmored), to: "www/good/SUMS.sig")
    return SignedList(
      addresses: [url], signatures: [url + ".sig"], keyring: isArmored ? key.armored : key.keyring)
  }

  private func file(_ list: SignedList, _ path: String = "good/disk.iso") -> CheckedFile {
    CheckedFile(addresses: urls(path), check: .list(list))
  }

  @Test(arguments: Signing.allCases)
  private func aSignedListGivesTheDigest(signing: Signing) async throws {
    let key = try await SigningKey(in: folder)
    let list = try await publish("# disk.iso: 20 bytes\n\(Self.digest) *disk.iso\n", key: key, signing)
    #expect(try await fetcher().fetch(file(list)).sha256 == Self.digest)
    // Offline, the last list that was verified serves, and so does the file.
    #expect(try await fetcher(offline: true).fetch(file(list)).sha256 == Self.digest)
  }

  @Test func aListOfLongDigestsServesToo() async throws {
    let key = try await SigningKey(in: folder)
    let long = try sha512(file: folder.file("www/good/disk.iso"))
    let list = try await publish("\(long)  disk.iso\n", key: key, .armored)
    // Nothing tells beforehand under which digest it will be kept.
    await #expect(throws: MediaError.self) { try await fetcher().digest(of: file(list)) }
    let found = try await fetcher().fetch(file(list))
    #expect(found == .init(path: cache.path(sha256: Self.digest), sha256: Self.digest))
    #expect(try await fetcher(offline: true).fetch(file(list)) == found)
    #expect(try await fetcher().digest(of: file(list)) == Self.digest)
    #expect(server.requests.count { $0.path == "/good/disk.iso" } == 1)
  }

  @Test func aWrongLongDigestIsRefused() async throws {
    let long = try sha512(file: folder.file("www/good/disk.iso"))
    let bad = CheckedFile(addresses: urls("bad/disk.iso"), check: .sha512(long))
    #expect(await failure(bad)?.hasPrefix("SERVER/bad/disk.iso: SHA-512 is ") == true)
    #expect(kept == [])
    #expect(await failure(CheckedFile(addresses: urls("good/disk.iso"), check: .sha512(long))) == nil)
    let short = CheckedFile(addresses: urls("bad/disk.iso"), check: .sha512(Self.digest))
    #expect(await failure(short) == "disk.iso: needs a sha512 of 128 hexadecimal digits")
  }

  @Test(arguments: [
    (20, nil), (19, "SERVER/good/disk.iso: larger than 19 bytes"),
    (21, "disk.iso: has 20 bytes and the right digest; the recipe says 21 bytes"),
  ])
  func theSizeIsHeldAgainstTheFile(size: Int64, message: String?) async {
    let pinned = CheckedFile(addresses: urls("good/disk.iso"), check: .sha256(Self.digest), size: size)
    #expect(await failure(pinned) == message)
  }

  @Test func listsOfSeveralMirrorsAreTriedInTurn() async throws {
    let key = try await SigningKey(in: folder)
    var list = try await publish("\(Self.digest)  disk.iso\n", key: key, .armored)
    list.addresses.insert("\(server.url)/none/SUMS", at: 0)
    list.signatures.insert("\(server.url)/none/SUMS.sig", at: 0)
    #expect(try await fetcher().fetch(file(list)).sha256 == Self.digest)
  }

  @Test func aFileBelowTheListsFolderIsCalledByItsPath() async throws {
    let key = try await SigningKey(in: folder)
    let list = try await publish(
      "\(Self.zeros)  disk.iso\n\(Self.digest)  ./a/disk.iso\n", key: key, .cleartext)
    try folder.write(Self.body, to: "www/good/a/disk.iso")
    #expect(try await fetcher().fetch(file(list, "good/a/disk.iso")).sha256 == Self.digest)
  }

  @Test func anUnsignedListIsRefused() async throws {
    let key = try await SigningKey(in: folder)
    try folder.write("\(Self.digest)  disk.iso\n", to: "www/good/SUMS")
    let list = SignedList(addresses: urls("good/SUMS"), keyring: key.armored)
    #expect(
      await failure(file(list))
        == "SERVER/good/SUMS: signature not accepted: no valid OpenPGP data found.; "
        + "the signature could not be verified.; "
        + "Please remember that the signature file (.sig or .asc); "
        + "should be the first file given on the command line.")
    #expect(kept == [])
  }

  @Test(arguments: [Signing.binary, .cleartext])
  private func aChangedListIsRefused(signing: Signing) async throws {
    let key = try await SigningKey(in: folder)
    let list = try await publish("\(Self.zeros)  disk.iso\n", key: key, signing)
    let text = String(decoding: folder.read("www/good/SUMS") ?? [], as: UTF8.self)
    try folder.write(text.replacing(Self.zeros, with: Self.digest), to: "www/good/SUMS")
    let message = await failure(file(list))
    #expect(message?.hasPrefix("SERVER/good/SUMS: signature not accepted: Signature made ") == true)
    #expect(
      message?.hasSuffix("; BAD signature from \"Test <test@example.org>\"") == true, "\(message ?? "")")
    #expect(kept == [])
  }

  @Test func anotherKeysSignatureIsRefused() async throws {
    let key = try await SigningKey(in: folder)
    let other = try await SigningKey(in: folder, named: "other")
    var list = try await publish("\(Self.digest)  disk.iso\n", key: key, .binary)
    list.keyring = other.armored
    let message = await failure(file(list))
    #expect(message?.hasPrefix("SERVER/good/SUMS: signature not accepted: ") == true)
    #expect(message?.hasSuffix("; Can't check signature: No public key") == true, "\(message ?? "")")
    #expect(kept == [])
  }

  @Test func aNameThatTheListDoesNotHaveIsNamed() async throws {
    let key = try await SigningKey(in: folder)
    let list = try await publish("\(Self.digest)  other.iso\n", key: key, .cleartext)
    #expect(await failure(file(list)) == "SERVER/good/SUMS has no SHA-256 or SHA-512 of disk.iso")
  }

  @Test func aMissingKeyringIsNamed() async throws {
    let key = try await SigningKey(in: folder)
    var list = try await publish("\(Self.digest)  disk.iso\n", key: key, .cleartext)
    list.keyring = folder.file("none.asc")
    #expect(
      await failure(file(list))
        == "FOLDER/none.asc: no such keyring; is the archive's keyring package installed?")
    #expect(kept == [])
  }

  @Test func aListThatIsNoLongerGoodDoesNotReplaceTheLastGoodOne() async throws {
    let key = try await SigningKey(in: folder)
    let list = try await publish("\(Self.digest)  disk.iso\n", key: key, .cleartext)
    _ = try await fetcher().fetch(file(list))
    try folder.write("<html>Please log in</html>", to: "www/good/SUMS")
    #expect(await failure(file(list))?.hasPrefix("SERVER/good/SUMS: signature not accepted: ") == true)
    #expect(await failure(file(list), offline: true) == nil)
  }

  // Offline.

  @Test func offlineNothingIsAskedFor() async throws {
    let pinned = CheckedFile(addresses: urls("good/disk.iso", "bad/disk.iso"), check: .sha256(Self.digest))
    let listed = file(SignedList(addresses: urls("good/SUMS"), keyring: "/dev/null"))
    #expect(
      await failure(pinned, offline: true)
        == "SERVER/good/disk.iso: not in the store, and offline nothing is downloaded")
    #expect(
      await failure(listed, offline: true)
        == "SERVER/good/SUMS: not in the store, and offline nothing is downloaded")
    #expect(server.requests.isEmpty)
    #expect(kept == [])
  }
}
