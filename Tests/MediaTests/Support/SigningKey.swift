import Foundation
import Subprocess

/// A throw-away key that lists are signed with; gone with the folder.
struct SigningKey {
  private let folder: TemporaryFolder
  private let home: String
  /// The public key, binary.
  let keyring: String
  /// The same, armored.
  let armored: String

  init(in folder: TemporaryFolder, named name: String = "key") async throws {
    self.folder = folder
    home = folder.file("\(name)-home")
    keyring = folder.file("\(name).gpg")
    armored = folder.file("\(name).asc")
    try FileManager.default.createDirectory(
      atPath: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    _ = try await gpg("--quick-gen-key", "Test <test@example.org>", "ed25519", "sign", "never")
    try folder.write(try await gpg("--export"), to: "\(name).gpg")
    try folder.write(try await gpg("--export", "--armor"), to: "\(name).asc")
    try await checked(Command("gpgconf", ["--homedir", home, "--kill", "gpg-agent"]))
  }

  /// The text with its signature around it.
  func clearSigned(_ text: String, on date: Date? = nil) async throws -> [UInt8] {
    let clock = date.map { ["--faked-system-time", "\(Int($0.timeIntervalSince1970))!"] } ?? []
    return try await signed(text, clock + ["--clear-sign"])
  }

  /// The signature alone.
  func signature(of text: String, armored: Bool = false) async throws -> [UInt8] {
    try await signed(text, ["--detach-sign", armored ? "--armor" : "--no-armor"])
  }

  private func signed(_ text: String, _ arguments: [String]) async throws -> [UInt8] {
    let bytes = try await gpg(arguments, input: text)
    try await checked(Command("gpgconf", ["--homedir", home, "--kill", "gpg-agent"]))
    return bytes
  }

  private func gpg(_ arguments: String...) async throws -> [UInt8] { try await gpg(arguments, input: "") }

  private func gpg(_ arguments: [String], input: String) async throws -> [UInt8] {
    [UInt8](
      try await checked(
        Command("gpg", ["--homedir", home, "--batch", "--passphrase", ""] + arguments),
        input: Data(input.utf8)
      ).stdout)
  }
}
