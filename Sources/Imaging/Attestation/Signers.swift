import Digests
import Files
import Foundation
import Images
import Jobs
import Subprocess

/// What signs statements: keys in files, a command, or the user's own keys.
struct Signers: Sendable {
  private let all: [Signer]

  private enum Signer: Sendable {
    case key(PrivateKey)
    case command(SigningSettings.Command, PublicKey)
  }

  /// - Parameter notice: hears of a key that was made.
  /// - Throws: what is wrong with a key.
  init(_ settings: SigningSettings, notice: (String) -> Void) async throws {
    if settings.isByOwnKeys {
      let folder = KeyFolder(path: settings.folder)
      let (keys, isNew) = try await folder.signing()
      if isNew, let made = keys.first {
        notice(
          "made a key to sign images with; whoever verifies them needs \(folder.publicFile(made.entry.name))")
      }
      all = keys.map { .key($0.key) }
      return
    }
    var all: [Signer] = []
    for path in settings.keys {
      try Self.checkAccess(path)
      all.append(.key(try PrivateKey(file: path)))
    }
    if let command = settings.command {
      guard let pem = try PlainFile.contents(command.publicKey, limit: 1 << 16) else {
        throw SignatureError(
          path: command.publicKey, fault: "is missing: it is the signing command's public key")
      }
      all.append(.command(command, try PublicKey(pem: Array(pem), from: command.publicKey)))
    }
    self.all = all
  }

  /// Those who believe what these sign.
  var trusted: TrustedKeys {
    TrustedKeys(
      all.map { signer in
        switch signer {
        case .key(let key): ("a key of the site", key.publicKey)
        case .command(let command, let key): (command.publicKey, key)
        }
      })
  }

  private static func checkAccess(_ path: String) throws {
    var status = stat()
    guard stat(path, &status) == 0 else { throw FileError.system("cannot read the key \(path)", path) }
    guard status.st_mode & 0o007 == 0 else {
      throw SignatureError(
        path: path, fault: "can be read by everybody: take that from them (chmod o= \(path))")
    }
  }

  /// Signs a text by all of them.
  ///
  /// - Throws: what a command failed with, or that what it wrote is no signature of its key.
  func signed(_ payload: [UInt8], type: String) async throws -> Envelope {
    var envelope = Envelope(payloadType: type, payload: payload)
    let text = envelope.signed
    for signer in all {
      switch signer {
      case .key(let key):
        envelope.signatures.append(
          Envelope.Signature(keyID: key.publicKey.id, bytes: try key.signature(of: text)))
      case .command(let command, let key):
        envelope.signatures.append(
          Envelope.Signature(keyID: key.id, bytes: try await signature(of: text, by: command, key)))
      }
    }
    return envelope
  }

  func signed(_ statement: Statement) async throws -> Envelope {
    try await signed(statement.payload, type: Statement.payloadType)
  }

  private func signature(
    of text: [UInt8], by command: SigningSettings.Command, _ key: PublicKey
  ) async throws -> [UInt8] {
    let shell = Command("sh", ["-c", command.line])
    let result = try await checked(shell, input: Data(text), limits: Limits(deadline: .seconds(120)))
    let bytes = Array(result.stdout)
    guard key.accepts(bytes, of: text) else {
      throw SignatureError(
        path: command.line,
        fault:
          "wrote \(bytes.count) bytes that are no signature of \(command.publicKey) for what it was given")
    }
    return bytes
  }
}
