import Foundation
import JSON

/// Holds an image's files against what was signed of them. Reads nothing itself: what it is given, it was given whole.
public struct ImageVerifier: Sendable {
  private let trust: TrustedKeys

  public init(_ trust: TrustedKeys) {
    self.trust = trust
  }

  /// What is signed of the image's files: first, since it says which files must be read.
  public func claims(of image: PresentedImage) -> ImageClaims {
    let name = image.envelope(.provenance)
    var claims = ImageClaims()
    guard let bytes = image.documents[name] else {
      let reason = image.unreadable[name]
      claims.faults.append(
        StatementFault(
          reason == nil ? .missing : .malformed, name,
          reason ?? "is missing: without it nothing is known of the image's files"))
      return claims
    }
    do throws(StatementFault) {
      let (statement, signers) = try read(bytes, .provenance)
      claims.signers = signers
      claims.subjects = try Self.digests(of: statement.subjects)
      claims.provenance = try BuildProvenance(predicate: statement.predicate)
    } catch {
      claims.faults.append(error.of(name))
    }
    return claims
  }

  /// What is wrong with an image whose provenance is sound, its large files aside.
  public func statements(of image: PresentedImage, _ claims: ImageClaims) -> ImageStatements {
    var found = ImageStatements()
    for kind in StatementKind.allCases where kind != .provenance {
      let name = image.envelope(kind)
      guard let bytes = image.documents[name] else { continue }
      do throws(StatementFault) {
        let (statement, signers) = try read(bytes, kind)
        try check(statement.subjects, claims)
        found.signers[kind] = signers
        try take(statement.predicate, kind, image, &found)
      } catch {
        found.faults.append(error.of(name))
      }
    }
    return found
  }

  /// - Throws: what makes a statement of no use.
  private func read(
    _ bytes: [UInt8], _ kind: StatementKind
  ) throws(StatementFault) -> (Statement, [Signer]) {
    let envelope = try Envelope(reading: bytes)
    let (signers, faults) = trust.signers(of: envelope)
    // What nobody vouches for is not looked into any further.
    if let fault = faults.first { throw fault }
    let statement = try Statement(in: envelope)
    guard statement.predicateType == kind.predicateType else {
      throw StatementFault(
        .type, "holds '\(statement.predicateType.visible)', and by its name should hold \(kind.predicateType)"
      )
    }
    return (statement, signers)
  }

  private static func digests(of subjects: [ResourceDescriptor]) throws(StatementFault) -> [String: String] {
    var digests: [String: String] = [:]
    for subject in subjects {
      guard let name = subject.name, name.isFileName, let digest = subject.digest["sha256"],
        LayerKey(hex: digest).isComplete, digests.updateValue(digest, forKey: name) == nil
      else {
        throw StatementFault(.malformed, "has a subject without a name of its own, or without a SHA-256")
      }
    }
    return digests
  }

  /// Another statement is of files of the same image, or it is another image's.
  private func check(_ subjects: [ResourceDescriptor], _ claims: ImageClaims) throws(StatementFault) {
    for (name, digest) in try Self.digests(of: subjects) {
      guard let own = claims.subjects[name] else {
        throw StatementFault(.subject, "is of another image: of \(name.visible)")
      }
      guard own == digest else {
        throw StatementFault(
          .subject,
          "is of another build: it says that \(name) has SHA-256 \(digest.prefix(12))…, the provenance \(own.prefix(12))…"
        )
      }
    }
  }

  private func take(
    _ predicate: JSONValue, _ kind: StatementKind, _ image: PresentedImage, _ found: inout ImageStatements
  ) throws(StatementFault) {
    switch kind {
    case .provenance: break
    case .tests:
      let result = try TestResult(predicate: predicate)
      (found.tests, found.tested) = (result.result, result.tested)
      found.digests.merge(try Self.digests(of: result.records)) { $1 }
    case .spdx, .cdx, .residue:
      guard let name = image.document(kind) else { return }
      guard let bytes = image.documents[name] else {
        found.faults.append(
          StatementFault(.missing, name, "is missing, and \(image.envelope(kind)) is of it"))
        return
      }
      do throws(StatementFault) {
        guard try readJSON(bytes) == predicate else {
          throw StatementFault(
            .contradiction, "is not what was signed: \(image.envelope(kind)) holds another")
        }
      } catch {
        found.faults.append(error.of(name))
      }
      found.vouched.insert(name)
    case .rollback: found.rollback = try Rollback(predicate: predicate)
    }
  }
}

/// What the provenance of an image says of its files.
public struct ImageClaims: Sendable {
  /// SHA-256 by name.
  public internal(set) var subjects: [String: String] = [:]
  public internal(set) var provenance: BuildProvenance?
  public internal(set) var signers: [Signer] = []
  var faults: [StatementFault] = []
}

/// What else is signed of an image.
public struct ImageStatements: Sendable {
  var faults: [StatementFault] = []
  var signers: [StatementKind: [Signer]] = [:]
  var tests: TestResult.Result?
  var tested: Date?
  var rollback: Rollback?
  /// Of documents that a statement names by their digests.
  var digests: [String: String] = [:]
  /// Documents that are what was signed.
  var vouched: Set<String> = []
}
