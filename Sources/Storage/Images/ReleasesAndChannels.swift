import Files
import Foundation
import Images
import JSON

/// Names for builds: a release binds a version to one build for ever, a channel moves from build to build.
struct ReleasesAndChannels: Sendable {
  private let repository: ImageRepository

  init(_ repository: ImageRepository) {
    self.repository = repository
  }

  /// A change of a name, as the journal has it.
  struct Change: Hashable, Sendable, Codable {
    enum Kind: String, Hashable, Sendable, Codable { case release, channel }

    /// In whole seconds.
    var when: Date
    var kind: Kind
    /// Of the release: its version; of the channel: what it is called.
    var name: String
    var build: BuildID
    /// What a channel named before.
    var before: BuildID?
  }

  /// Binds a version to a build, for ever.
  ///
  /// - Throws: `StoreRefusal` where it is bound to another.
  func release(_ build: BuildID, now: Date = .now) async throws {
    try await change(.release, build.version, to: build, now: now)
  }

  /// Lets a channel, such as `stable`, name a build.
  func move(_ channel: String, to build: BuildID, now: Date = .now) async throws {
    try await change(.channel, channel, to: build, now: now)
  }

  /// The versions of an appliance that are bound to a build.
  ///
  /// - Throws: `StoreDamage` for a name whose build cannot be read.
  func releases(of appliance: String) throws -> [String: BuildID] {
    try names(.release, of: appliance)
  }

  /// The channels of an appliance, each with the build that it names now.
  ///
  /// - Throws: `StoreDamage` for a name whose build cannot be read.
  func channels(of appliance: String) throws -> [String: BuildID] {
    try names(.channel, of: appliance)
  }

  /// All changes, the first one first; a line that was cut off by a crash is none.
  func journal() -> [Change] {
    let data = (try? PlainFile.contents(journalFile)).flatMap { $0 } ?? Data()
    return data.split(separator: UInt8(ascii: "\n")).compactMap { try? decodeJSON(Change.self, from: $0) }
  }

  private var journalFile: String { "\(repository.folder)/journal" }

  private func folder(_ kind: Change.Kind, of appliance: String) -> String {
    "\(repository.folder)/\(kind == .release ? "releases" : "channels")/\(appliance)"
  }

  private func names(_ kind: Change.Kind, of appliance: String) throws -> [String: BuildID] {
    let folder = folder(kind, of: appliance)
    let pairs = try FileSystem.entries(of: folder).map { name in
      let path = "\(folder)/\(name)"
      let line = try PlainFile.contents(path).map { String(decoding: $0, as: UTF8.self) } ?? ""
      guard let build = BuildID(name: appliance, label: line.trimmingCharacters(in: .newlines)) else {
        throw StoreDamage(
          fault: "\(path) names no build", advice: "\(journalFile) says which one it was: write that there")
      }
      return (name, build)
    }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  /// The journal first: what is in it and not done was not seen by anybody.
  private func change(_ kind: Change.Kind, _ name: String, to build: BuildID, now: Date) async throws {
    let lock = try await repository.lock(build.name)
    let use = try await repository.keepingFiles()
    defer { withExtendedLifetime((lock, use)) {} }
    guard name.range(of: #"\A[A-Za-z0-9][A-Za-z0-9._+~-]*\z"#, options: .regularExpression) != nil else {
      throw StoreRefusal(
        "'\(name)' cannot be a name for a build", advice: "use letters, digits and any of . _ + ~ -")
    }
    guard let manifest = repository.manifest(build), repository.isWhole(manifest) else {
      throw StoreRefusal("there is no build \(build)", advice: "build it, or name one that is there")
    }
    let before = try names(kind, of: build.name)[name]
    guard before != build else { return }
    if kind == .release, let before {
      throw StoreRefusal(
        "\(build.name) \(name) is released as \(before)",
        advice: "a release stays: raise the version for another")
    }
    let change = Change(when: now.inWholeSeconds, kind: kind, name: name, build: build, before: before)
    try append(change)
    let folder = folder(kind, of: build.name)
    try FileSystem.makeFolder(folder)
    try FileSystem.write(Data("\(build.label)\n".utf8), to: "\(folder)/\(name)")
  }

  private func append(_ change: Change) throws {
    let descriptor = try PlainFile.openOrCreate(journalFile, isLog: true)
    defer { close(descriptor) }
    // A line that a crash cut off stays by itself.
    let newline = [UInt8(ascii: "\n")]
    let line = newline + Array(try compactJSON(change)) + newline
    guard write(descriptor, line, line.count) == line.count, fsync(descriptor) == 0 else {
      throw FileError.system("cannot write \(journalFile)", journalFile)
    }
  }
}
