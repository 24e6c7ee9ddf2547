public import Digests
public import Foundation

/// Whose signatures count: keys that somebody was given, and what a list that these sign says of them and of others.
public struct TrustedKeys: Sendable {
  /// How many of them must have signed.
  public let threshold: Int
  private let known: [String: Known]

  private struct Known {
    let key: PublicKey
    let name: String
    let standing: KeyStanding
  }

  /// - Parameter keys: by what people call them.
  public init(_ keys: [(name: String, key: PublicKey)], threshold: Int = 1) {
    self.threshold = threshold
    known = Dictionary(
      keys.map { ($0.key.id, Known(key: $0.key, name: $0.name, standing: .valid)) },
      uniquingKeysWith: { one, _ in one })
  }

  private init(threshold: Int, known: [String: Known]) {
    (self.threshold, self.known) = (threshold, known)
  }

  public var isEmpty: Bool { known.isEmpty }

  /// With what a list says: keys that it adds, and which are no longer to be believed.
  ///
  /// - Parameters:
  ///   - envelope: must be signed by as many of these keys as anything; where there are none yet, by as many of its own, since
  ///     then whoever named the list trusts it.
  ///   - time: when keys must be valid.
  /// - Throws: why it is not believed.
  public func including(_ envelope: Envelope, at time: Date) throws(StatementFault) -> (
    keys: TrustedKeys, list: KeyList
  ) {
    let list = try KeyList(in: envelope)
    var all = known
    for entry in list.keys {
      guard let key = try? PublicKey(pem: Array(entry.pem.utf8), from: entry.name) else { continue }
      all[entry.id] = Known(
        key: key, name: known[entry.id]?.name ?? entry.name, standing: entry.standing(at: time))
    }
    // What it says of who signs it holds for its own signatures as well.
    let signers = isEmpty ? all : all.filter { known[$0.key] != nil }
    let found = TrustedKeys(threshold: threshold, known: signers).signers(of: envelope)
    if let fault = found.faults.first { throw fault }
    return (TrustedKeys(threshold: threshold, known: all), list)
  }

  /// Who has signed.
  ///
  /// - Returns: the names and ids of those that count; and what is wrong, where they are too few, or where a signature that is said to be one
  ///   of theirs is not.
  public func signers(of envelope: Envelope) -> (signers: [Signer], faults: [StatementFault]) {
    let text = envelope.signed
    var valid: [Signer] = []
    var wrong: [StatementFault] = []
    var void: [StatementFault] = []
    for signature in envelope.signatures {
      // A signature that names no key may be anyone's.
      let candidates = signature.keyID.map { id in known[id].map { [$0] } ?? [] } ?? Array(known.values)
      if let found = candidates.first(where: { $0.key.accepts(signature.bytes, of: text) }) {
        let signer = Signer(id: found.key.id, name: found.name)
        if let fault = found.standing.fault(of: "\(signer)") {
          void.append(fault)
        } else if !valid.contains(signer) {
          valid.append(signer)
        }
      } else if let claimed = candidates.first, signature.keyID != nil {
        let signer = Signer(id: claimed.key.id, name: claimed.name)
        wrong.append(
          StatementFault(
            .signature, "the signature of \(signer) is not of what it holds: one of the two was changed"))
      }
    }
    guard valid.count < threshold else { return (valid, wrong) }
    return (
      valid, wrong + void + (wrong.isEmpty && void.isEmpty || !valid.isEmpty ? [tooFew(valid, envelope)] : [])
    )
  }

  private func tooFew(_ valid: [Signer], _ envelope: Envelope) -> StatementFault {
    let others = envelope.signatures.compactMap(\.keyID).filter { known[$0] == nil }.map {
      String($0.prefix(12)).visible
    }
    let strangers = others.isEmpty ? "" : "; signed by \(others.joined(separator: ", ")), which is not known"
    guard !valid.isEmpty else {
      return StatementFault(
        .unsigned,
        envelope.signatures.isEmpty ? "has no signature" : "no key that is trusted has signed it\(strangers)")
    }
    let names = valid.map(\.name).joined(separator: ", ")
    return StatementFault(
      .threshold, "\(valid.count) of the \(threshold) keys that must have signed it (\(names))\(strangers)")
  }
}

/// A key that has signed.
public struct Signer: Hashable, Sendable, Encodable, CustomStringConvertible {
  /// As securesystemslib computes it.
  public var id: String
  /// What people call it.
  public var name: String

  private enum CodingKeys: String, CodingKey {
    case name
    case id = "keyid"
  }

  public var description: String { "\(name.visible) (\(id.prefix(12)))" }
}
