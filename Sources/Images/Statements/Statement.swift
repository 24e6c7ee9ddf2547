public import JSON

/// What is said of files: an in-toto Statement v1 (in-toto/attestation, `spec/v1/statement.md`).
public struct Statement: Hashable, Sendable {
  /// The files that it is about.
  public var subjects: [ResourceDescriptor]
  /// What its predicate means.
  public var predicateType: String
  public var predicate: JSONValue

  public static let type = "https://in-toto.io/Statement/v1"
  public static let payloadType = "application/vnd.in-toto+json"

  public init(of subjects: [ResourceDescriptor], predicateType: String, predicate: JSONValue) {
    self.subjects = subjects
    self.predicateType = predicateType
    self.predicate = predicate
  }

  /// As it is signed: canonical JSON (RFC 8785), so that who says the same again says it in the same bytes.
  public var payload: [UInt8] {
    let document = JSONValue.object([
      "_type": .string(Self.type), "subject": .array(subjects.map(\.json)),
      "predicateType": .string(predicateType), "predicate": predicate,
    ])
    return Array(document.canonical.utf8)
  }

  /// Reads what an envelope holds.
  ///
  /// - Throws: of kind `type` or `malformed`.
  public init(in envelope: Envelope) throws(StatementFault) {
    guard envelope.payloadType == Self.payloadType else {
      throw StatementFault(
        .type, "holds '\(envelope.payloadType.visible)', not a statement (\(Self.payloadType))")
    }
    let document = try readJSON(envelope.payload)
    guard document["_type"]?.string == Self.type else {
      let type = document["_type"]?.string ?? "nothing"
      throw StatementFault(.type, "holds '\(type.visible)', not \(Self.type)")
    }
    guard let subjects = document["subject"]?.array, !subjects.isEmpty,
      let type = document["predicateType"]?.string, let predicate = document["predicate"]
    else {
      throw StatementFault(.malformed, "holds a statement without subjects or without a predicate")
    }
    self.subjects = try subjects.map { json throws(StatementFault) in try ResourceDescriptor(json) }
    predicateType = type
    self.predicate = predicate
  }
}

/// A file, a repository or anything else with a digest; in-toto/attestation, `spec/v1/resource_descriptor.md`.
public struct ResourceDescriptor: Hashable, Sendable {
  public var name: String?
  public var uri: String?
  /// Hexadecimal digests by algorithm: `sha256`, `gitCommit`.
  public var digest: [String: String]
  public var mediaType: String?
  /// What else is known of it.
  public var annotations: [String: JSONValue]

  public init(
    name: String? = nil, uri: String? = nil, digest: [String: String] = [:], mediaType: String? = nil,
    annotations: [String: JSONValue] = [:]
  ) {
    self.name = name
    self.uri = uri
    self.digest = digest
    self.mediaType = mediaType
    self.annotations = annotations
  }

  /// A file by its name and its SHA-256.
  public init(file name: String, sha256: String, mediaType: String? = nil) {
    self.init(name: name, digest: ["sha256": sha256], mediaType: mediaType)
  }

  var json: JSONValue {
    .object(
      [
        "name": name.map(JSONValue.string), "uri": uri.map(JSONValue.string),
        "digest": digest.isEmpty ? nil : .object(digest.mapValues(JSONValue.string)),
        "mediaType": mediaType.map(JSONValue.string),
        "annotations": annotations.isEmpty ? nil : .object(annotations),
      ].compactMapValues(\.self))
  }

  init(_ json: JSONValue) throws(StatementFault) {
    guard case .object(let members) = json else {
      throw StatementFault(.malformed, "names something that is no resource")
    }
    name = members["name"]?.string
    uri = members["uri"]?.string
    mediaType = members["mediaType"]?.string
    if case .object(let digests) = members["digest"] {
      digest = digests.compactMapValues(\.string)
    } else {
      digest = [:]
    }
    if case .object(let values) = members["annotations"] { annotations = values } else { annotations = [:] }
  }
}

extension String {
  /// As it may stand in a message, whoever wrote it: short, and without what steers a terminal.
  var visible: String {
    let plain = unicodeScalars.map { scalar in
      scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
        ? "?" : String(scalar)
    }
    return plain.count > 120 ? plain.prefix(120).joined() + "…" : plain.joined()
  }
}
