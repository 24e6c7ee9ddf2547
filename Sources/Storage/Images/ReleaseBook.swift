import Digests
import Files
import Foundation
public import Images
import JSON

/// What versions and channels name, and each change of that.
///
/// A change is written into the journal first, under a lock that all writers take, and is made once its line is whole; then the files
/// of the names are brought to what the journal says. Readers go by the journal, so that everybody sees a change at the same moment;
/// what a crash leaves of it in the files, the next change of the appliance puts right.
public struct ReleaseBook: Sendable {
  private let repository: ImageRepository

  init(_ repository: ImageRepository) {
    self.repository = repository
  }

  /// What the names of an appliance stand for.
  ///
  /// - Throws: `StoreDamage` for a name that cannot be read; `StoreRefusal` for a journal of a later version of Kiln.
  public func ledger(of appliance: String) throws -> ReleaseLedger {
    try ledger(of: appliance, try journal())
  }

  /// Those of all appliances that have releases or builds, by name.
  public func ledgers() throws -> [ReleaseLedger] {
    let journal = try journal()
    let names = Set(repository.names() + journal.map(\.appliance) + FileSystem.entries(of: folder(.releases)))
    return try names.sorted().map { try ledger(of: $0, journal) }
  }

  private func ledger(of appliance: String, _ journal: [ReleaseChange]) throws -> ReleaseLedger {
    do {
      return try ReleaseLedger(
        of: appliance, journal: journal, releases: try lines(.releases, of: appliance),
        channels: try lines(.channels, of: appliance))
    } catch let fault as ReleaseLedger.Fault {
      let folder = folder(fault.kind == .release ? .releases : .channels)
      throw StoreDamage(
        fault:
          "\(folder)/\(appliance)/\(fault.name) names nothing that there is, and \(journalFile) does not have it",
        advice: "restore the file or the journal")
    }
  }

  private enum Names: String {
    case releases, channels
  }

  private func folder(_ names: Names) -> String { "\(repository.folder)/\(names.rawValue)" }

  private func lines(_ names: Names, of appliance: String) throws -> [String: String] {
    let folder = "\(folder(names))/\(appliance)"
    return try FileSystem.entries(of: folder).reduce(into: [:]) { lines, name in
      lines[name] = try Self.line(at: "\(folder)/\(name)")
    }
  }

  private static func line(at path: String) throws -> String? {
    try PlainFile.contents(path).map { String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .newlines) }
  }
}

/// The journal: a line of JSON for each change.
extension ReleaseBook {
  private var journalFile: String { "\(repository.folder)/journal" }

  /// All changes, the first one first; a line that was cut off by a crash is none.
  func journal() throws -> [ReleaseChange] {
    let data = try PlainFile.contents(journalFile, limit: 1 << 30) ?? Data()
    return try data.split(separator: UInt8(ascii: "\n")).compactMap { line in
      if let change = try? decodeJSON(ReleaseChange.self, from: line) { return change }
      guard (try? parseJSON(Data(line))) == nil else {
        throw StoreRefusal(
          "\(journalFile) has a change that this version of Kiln does not know",
          advice: "use the version that made it")
      }
      return nil
    }
  }

  /// Makes a change, unless there is none to make.
  ///
  /// - Parameter decide: what is to be done, as things stand while nobody else changes them; nil for nothing.
  /// - Returns: what was done.
  public func change(
    _ appliance: String, _ decide: (ReleaseLedger) throws -> ReleaseChange?
  ) async throws -> ReleaseChange? {
    try FileSystem.makeFolder(repository.folder)
    let lock = try await Lock.acquire("\(repository.folder)/.journal.lock") { _ in }
    // Whoever frees builds decides by the journal, too.
    let use = try await repository.keepingFiles()
    defer { withExtendedLifetime((lock, use)) {} }
    let before = try ledger(of: appliance)
    try settle(before)
    guard let change = try decide(before) else { return nil }
    try append(change)
    try settle(try ledger(of: appliance))
    return change
  }

  /// Brings the names' files to what the journal says.
  private func settle(_ ledger: ReleaseLedger) throws {
    let lines =
      ledger.releases.map { (Names.releases, $0.version, $0.line) }
      + ledger.channels.map { (Names.channels, $0.name, $0.version) }
    for (names, name, line) in lines {
      let path = "\(folder(names))/\(ledger.appliance)/\(name)"
      guard try Self.line(at: path) != line else { continue }
      try FileSystem.makeFolder("\(folder(names))/\(ledger.appliance)")
      try FileSystem.write(Data("\(line)\n".utf8), to: path)
    }
  }

  private func append(_ change: ReleaseChange) throws {
    let descriptor = try PlainFile.openOrCreate(journalFile, isLog: true)
    defer { close(descriptor) }
    // A line that a crash cut off stays by itself.
    let newline = [UInt8(ascii: "\n")]
    let line = newline + Array(try compactJSON(change)) + newline
    try line.withUnsafeBytes { try PlainFile.write($0, to: descriptor, of: journalFile) }
    guard fsync(descriptor) == 0 else { throw FileError.system("cannot write \(journalFile)", journalFile) }
    try FileSystem.synchronize(repository.folder)
  }
}

extension ReleaseBook {
  /// Binds a version to a build, for ever.
  ///
  /// - Parameters:
  ///   - manifest: of the build, which has this version.
  ///   - booted: when its image has passed its tests; nil where it was not.
  ///   - isUnsigned: whether it is released without the signatures that the site asks for.
  /// - Returns: what was done; nil where it is bound to it already.
  /// - Throws: `ReleaseRefusal` where the version is not free; `StoreDamage` where a file of the build is not what it was.
  public func release(
    _ manifest: ImageManifest, booted: Date?, isUnsigned: Bool = false, reason: String? = nil,
    when: Date = .now, by author: ReleaseChange.Author
  ) async throws -> ReleaseChange? {
    let id = manifest.id
    let version: ReleaseVersion
    do {
      version = try ReleaseVersion(id.version)
    } catch {
      throw ReleaseRefusal("version '\(id.version)' \(error)", advice: "name another")
    }
    guard let use = try await repository.use(id) else {
      throw ReleaseRefusal("\(id) was freed meanwhile", advice: "build it, or name one that is there")
    }
    defer { withExtendedLifetime(use) {} }
    let digest = try await digest(ofSound: manifest)
    return try await change(id.name) { ledger in
      guard try ledger.isFree(version, for: id) else { return nil }
      return ReleaseChange(
        .release, of: id.name, id.version, build: id.build, manifest: digest, booted: booted,
        unsigned: isUnsigned ? true : nil, reason: reason, when: when, by: author)
    }
  }

  /// The SHA-256 of the manifest of a build whose every file is what it was.
  private func digest(ofSound manifest: ImageManifest) async throws -> String {
    try repository.check(manifest)
    for artifact in manifest.artifacts {
      if let fault = try await onThread({ [repository] in repository.fault(of: artifact) }) {
        throw StoreDamage(
          fault: "\(artifact.path) of \(manifest.id) in the store \(fault)",
          advice: "build again, and release that")
      }
    }
    return try repository.digest(of: manifest.id)
  }

  /// Of a build's manifest as it is: SHA-256, hexadecimal.
  public func digest(of build: BuildID) throws -> String { try repository.digest(of: build) }

  /// The build of a release.
  ///
  /// - Throws: `StoreDamage` where its manifest is not the one that was released.
  public func manifest(of release: ReleaseLedger.Release) throws -> ImageManifest {
    let manifest = try repository.read(release.build)
    guard try repository.digest(of: release.build) == release.manifest else {
      throw StoreDamage(
        fault: "\(repository.manifestFile(release.build)) is not what was released as \(release.version)",
        advice: ImageRepository.repair)
    }
    return manifest
  }
}

extension ImageRepository {
  /// What versions and channels name.
  public var releases: ReleaseBook { ReleaseBook(self) }

  /// Of a build's manifest, as it is: SHA-256, hexadecimal.
  func digest(of id: BuildID) throws -> String {
    let path = manifestFile(id)
    guard let data = try PlainFile.contents(path) else {
      throw StoreRefusal("\(path) is missing", advice: "name a build that is there")
    }
    return sha256(Array(data))
  }
}
