import Foundation
import JSON

/// A text with signatures: DSSE 1.0 (secure-systems-lab/dsse, `envelope.md` and `protocol.md`).
public struct Envelope: Hashable, Sendable {
  /// What the payload is, such as `application/vnd.in-toto+json`.
  public var payloadType: String
  public var payload: [UInt8]
  public var signatures: [Signature]

  public struct Signature: Hashable, Sendable {
    /// Names the key; a hint alone, since nothing signs it. nil where it is not said.
    public var keyID: String?
    public var bytes: [UInt8]

    public init(keyID: String?, bytes: [UInt8]) {
      self.keyID = keyID
      self.bytes = bytes
    }
  }

  /// Nobody has signed it yet.
  public init(payloadType: String, payload: [UInt8], signatures: [Signature] = []) {
    self.payloadType = payloadType
    self.payload = payload
    self.signatures = signatures
  }

  /// What is signed: the "pre-authentication encoding" of type and payload, so that neither can be taken for the other.
  public var signed: [UInt8] {
    let type = Array(payloadType.utf8)
    return Array("DSSEv1 \(type.count) ".utf8) + type + Array(" \(payload.count) ".utf8) + payload
  }

  /// As it is written to a file: in one line, with a line end.
  public var bytes: [UInt8] {
    let signatures = signatures.map { signature in
      JSONValue.object([
        "keyid": .string(signature.keyID ?? ""), "sig": .string(Data(signature.bytes).base64EncodedString()),
      ])
    }
    let document = JSONValue.object([
      "payload": .string(Data(payload).base64EncodedString()), "payloadType": .string(payloadType),
      "signatures": .array(signatures),
    ])
    return Array("\(document.canonical)\n".utf8)
  }

  /// Reads a file. What an envelope has besides is passed over, as DSSE asks.
  ///
  /// - Throws: of kind `malformed`.
  public init(reading bytes: [UInt8]) throws(StatementFault) {
    let document = try readJSON(bytes)
    guard let payload = document["payload"]?.string, let type = document["payloadType"]?.string,
      let signatures = document["signatures"]?.array
    else {
      throw StatementFault(.malformed, "is no envelope: it lacks 'payload', 'payloadType' or 'signatures'")
    }
    payloadType = type
    self.payload = try Self.decode(payload, "payload")
    self.signatures = []
    for signature in signatures {
      guard let text = signature["sig"]?.string else {
        throw StatementFault(.malformed, "has a signature without 'sig'")
      }
      let id = signature["keyid"]?.string
      self.signatures.append(
        Signature(keyID: id?.isEmpty == true ? nil : id, bytes: try Self.decode(text, "sig")))
    }
  }

  /// Both alphabets of RFC 4648 are allowed.
  private static func decode(_ text: String, _ key: String) throws(StatementFault) -> [UInt8] {
    let standard = text.replacing("-", with: "+").replacing("_", with: "/")
    guard let data = Data(base64Encoded: standard) else {
      throw StatementFault(.malformed, "has a '\(key)' that is no base64")
    }
    return Array(data)
  }
}

/// A document of which nothing is believed yet.
///
/// - Throws: of kind `malformed`, with the place.
func readJSON(_ bytes: [UInt8]) throws(StatementFault) -> JSONValue {
  do {
    return try parseJSON(bytes)
  } catch {
    throw StatementFault(.malformed, "\(error)")
  }
}
