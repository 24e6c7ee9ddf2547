import Digests
import Files
public import Foundation
public import Images
public import Jobs

extension SigningSettings {
  /// The keys that sign, for whoever holds their signatures against what they signed; none where none was made yet.
  ///
  /// - Parameter time: when keys must be valid.
  /// - Throws: what is wrong with a key or with the list of the user's own.
  public func trustedKeys(at time: Date = .now) throws -> TrustedKeys {
    if isByOwnKeys { return try KeyFolder(path: folder).trustedKeys(at: time) }
    var all = try keys.map { (Self.name(of: $0), try PrivateKey(file: $0).publicKey) }
    if let path = command?.publicKey {
      guard let pem = try PlainFile.contents(path, limit: 1 << 16) else {
        throw SignatureError(path: path, fault: "is missing: it is the signing command's public key")
      }
      all.append((Self.name(of: path), try PublicKey(pem: Array(pem), from: path)))
    }
    return TrustedKeys(all)
  }

  private static func name(of path: String) -> String { URL(fileURLWithPath: path).lastPathComponent }
}

extension KeyFolder {
  /// All keys of the signed list; none where there is no list.
  ///
  /// - Throws: what is wrong with the list.
  public func trustedKeys(at time: Date = .now) throws -> TrustedKeys {
    guard let bytes = try PlainFile.contents(listFile) else { return TrustedKeys([]) }
    do {
      return try TrustedKeys([]).including(try Envelope(reading: Array(bytes)), at: time).keys
    } catch {
      throw error.of(listFile)
    }
  }
}
