import JSON

/// What is said of an image, each in an envelope of its own beside it.
public enum StatementKind: String, Hashable, Sendable, Codable, CaseIterable {
  /// How it came to be.
  case provenance
  /// How its tests went.
  case tests
  /// What is in it, as SPDX and as CycloneDX.
  case spdx, cdx
  /// What was looked for that no image should have.
  case residue
  /// That it takes the place of a later version.
  case rollback

  /// What its predicate is, by the name that readers know.
  public var predicateType: String {
    switch self {
    // slsa.dev, "Provenance", version 1.
    case .provenance: "https://slsa.dev/provenance/v1"
    // in-toto/attestation, spec/predicates.
    case .tests: "https://in-toto.io/attestation/test-result/v0.1"
    case .spdx: "https://spdx.dev/Document"
    case .cdx: "https://cyclonedx.org/bom"
    // Kiln's own: `schemas/` says what is in them.
    case .residue: "https://kiln.example/residue/v1"
    case .rollback: "https://kiln.example/rollback/v1"
    }
  }

  /// What the envelope's name ends with, behind `NAME-VERSION.`.
  public var ending: String { AttachmentKind(self).rawValue }

  /// The same of the document that is the predicate, or that it was made from; nil for what has none.
  public var document: String? { AttachmentKind(documentOf: self)?.rawValue }
}

extension Statement {
  /// What a document says of files, signed as it is.
  ///
  /// - Parameters:
  ///   - kind: of a document whose predicate it is: SBOMs and the residue scan.
  ///   - document: its bytes.
  /// - Throws: of kind `malformed`.
  public init(_ kind: StatementKind, of subjects: [ResourceDescriptor], document: [UInt8])
    throws(StatementFault)
  {
    self.init(of: subjects, predicateType: kind.predicateType, predicate: try readJSON(document))
  }
}

extension AttachmentKind {
  /// The envelope of a statement.
  public init(_ kind: StatementKind) {
    self =
      switch kind {
      case .provenance: .provenance
      case .tests: .testsStatement
      case .spdx: .spdxStatement
      case .cdx: .cycloneDXStatement
      case .residue: .residueStatement
      case .rollback: .rollbackStatement
      }
  }

  /// The document that a statement is of; nil where there is none.
  public init?(documentOf kind: StatementKind) {
    switch kind {
    case .tests: self = .tests
    case .spdx: self = .spdx
    case .cdx: self = .cycloneDX
    case .residue: self = .residue
    case .provenance, .rollback: return nil
    }
  }
}
