public import Digests
import Files
public import Foundation
public import Images

/// A user's own keys for signing, outside of any store, which others may share: `NAME.pem`, `NAME.pub`, and the signed list of all.
public struct KeyFolder: Sendable {
  public let path: String

  public init(path: String) {
    self.path = path
  }

  /// The folder that a user's environment names, or usually has; nil where nothing says whose data are where.
  public static func standardPath(environment: [String: String]) -> String? {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    return value("KILN_KEYS") ?? value("XDG_DATA_HOME").map { "\($0)/kiln-keys" }
      ?? value("HOME").map { "\($0)/.local/share/kiln-keys" }
  }

  /// A key of the list that is here.
  public struct Held: Sendable {
    public let entry: KeyList.Entry
    public let key: PrivateKey
  }

  /// The signed list.
  public var listFile: String { "\(path)/keys.dsse.json" }

  public func publicFile(_ name: String) -> String { "\(path)/\(name).pub" }

  private func privateFile(_ name: String) -> String { "\(path)/\(name).pem" }

  /// What the list says; nil where there is none yet.
  ///
  /// - Throws: what is wrong with it: it was changed by something else than Kiln.
  public func list(at time: Date = .now) throws -> KeyList? {
    guard let bytes = try PlainFile.contents(listFile) else { return nil }
    do {
      let envelope = try Envelope(reading: Array(bytes))
      return try TrustedKeys([]).including(envelope, at: time).list
    } catch {
      throw error.of(listFile)
    }
  }

  /// The keys that are here and valid.
  public func held(at time: Date = .now) throws -> [Held] {
    try (list(at: time)?.keys ?? []).filter { $0.standing(at: time) == .valid }.compactMap(held)
  }

  private func held(_ entry: KeyList.Entry) throws -> Held? {
    let file = privateFile(entry.name)
    guard FileSystem.isTaken(file) else { return nil }
    let key = try PrivateKey(file: file)
    guard key.publicKey.id == entry.id else {
      throw SignatureError(
        path: file, fault: "is not the key that the list calls '\(entry.name)': restore it")
    }
    return Held(entry: entry, key: key)
  }
}

/// Changes, one at a time; the list that comes of each is signed by all keys that are valid and here.
extension KeyFolder {
  /// Makes a key and adds it to the list.
  ///
  /// - Parameters:
  ///   - name: what it is called; of letters, digits and `-_.`.
  ///   - from: when it becomes valid.
  ///   - until: when it expires; nil for never.
  ///   - overlap: how long the keys that were valid before stay so; nil: as they were.
  /// - Throws: that the name is taken, or what is wrong with the folder.
  public func make(
    _ name: String, _ scheme: SignatureScheme = .ed25519, from: Date = .now, until: Date? = nil,
    overlap: Duration? = nil, now: Date = .now
  ) async throws -> KeyList.Entry {
    try await changing {
      try add(name, scheme, from: from, until: until, overlap: overlap, now: now)
    }
  }

  /// The keys that sign: those that are here and valid, or one that is made now, where there never was any.
  ///
  /// - Returns: also whether one was made.
  public func signing(now: Date = .now) async throws -> (keys: [Held], isNew: Bool) {
    let keys = try held(at: now)
    if !keys.isEmpty { return (keys, false) }
    return try await changing {
      // Another process may have been quicker.
      let keys = try held(at: now)
      if !keys.isEmpty { return (keys, false) }
      guard try list(at: now) == nil else {
        throw SignatureError(path: path, fault: "has no key that is valid now: 'kiln key new' makes one")
      }
      _ = try add("builder", .ed25519, from: now, until: nil, overlap: nil, now: now)
      return (try held(at: now), true)
    }
  }

  /// Lets nobody believe a key any more, whatever it signed.
  ///
  /// - Parameter text: its name, or the first digits of its id.
  /// - Throws: that there is no such key, or no other to sign the list with.
  public func revoke(_ text: String, reason: String, now: Date = .now) async throws -> KeyList.Entry {
    try await changing {
      guard let list = try list(at: now) else {
        throw SignatureError(path: path, fault: "has no keys: 'kiln key new' makes one")
      }
      let found = list.keys.filter { $0.name == text || (text.count >= 8 && $0.id.hasPrefix(text)) }
      guard found.count == 1, let entry = found.first else {
        let names = list.keys.map(\.name).joined(separator: ", ")
        throw SignatureError(path: listFile, fault: "has no key '\(text)': it has \(names)")
      }
      let next = list.changed(at: now) { keys in
        for index in keys.indices where keys[index].id == entry.id && keys[index].revoked == nil {
          keys[index].revoked = KeyList.Revocation(when: now, reason: reason)
        }
      }
      try write(next, now: now)
      return next[entry.id] ?? entry
    }
  }

  private func add(
    _ name: String, _ scheme: SignatureScheme, from: Date, until: Date?, overlap: Duration?, now: Date
  ) throws -> KeyList.Entry {
    guard name.isFileName, name.utf8.allSatisfy(Self.isPlain) else {
      throw SignatureError(
        path: "'\(name)'", fault: "is no name for a key: use letters, digits, '-', '_' and '.'")
    }
    let list = try list(at: now) ?? KeyList()
    guard !list.keys.contains(where: { $0.name == name }), !FileSystem.isTaken(privateFile(name)) else {
      throw SignatureError(path: privateFile(name), fault: "is there already: give the new key another name")
    }
    let key = try PrivateKey(making: scheme)
    let entry = KeyList.Entry(key.publicKey, name: name, from: from, until: until)
    let next = list.changed(at: now) { keys in
      if let overlap {
        let end = (max(from, now) + overlap / .seconds(1)).inWholeSeconds
        for index in keys.indices where keys[index].standing(at: now) == .valid {
          keys[index].until = min(keys[index].until ?? end, end)
        }
      }
      keys.append(entry)
    }
    try write(try key.pem(), to: privateFile(name))
    do {
      try FileSystem.write(Data(key.publicKey.pem.utf8), to: publicFile(name))
      try write(next, now: now)
    } catch {
      // A key that no list has is nobody's.
      for file in [privateFile(name), publicFile(name)] { try? FileSystem.remove(file) }
      throw error
    }
    return entry
  }

  /// For nobody else, from its first byte on.
  private func write(_ key: String, to path: String) throws {
    let descriptor = try PlainFile.create(path)
    defer { close(descriptor) }
    fchmod(descriptor, 0o600)
    try Array(key.utf8).withUnsafeBytes { try PlainFile.write($0, to: descriptor, of: path) }
    guard fsync(descriptor) == 0 else { throw FileError.system("cannot write \(path) to the disk", path) }
  }

  private func write(_ list: KeyList, now: Date) throws {
    let signers = try list.keys.filter { $0.standing(at: now) == .valid }.compactMap(held)
    guard !signers.isEmpty else {
      throw SignatureError(
        path: listFile, fault: "would be signed by nobody: make another key first ('kiln key new')")
    }
    var envelope = try list.envelope()
    let text = envelope.signed
    envelope.signatures = try signers.map {
      Envelope.Signature(keyID: $0.entry.id, bytes: try $0.key.signature(of: text))
    }
    try FileSystem.write(Data(envelope.bytes), to: listFile)
  }

  private func changing<Value>(_ body: () throws -> Value) async throws -> Value {
    try FolderAccess.make(path, sharedWith: nil)
    let lock = try await Lock.acquire("\(path)/.lock") { _ in }
    defer { withExtendedLifetime(lock) {} }
    return try body()
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
      || [45, 46, 95].contains(byte)
  }
}
