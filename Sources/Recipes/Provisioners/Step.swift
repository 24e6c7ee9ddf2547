/// A provisioning step: one change to a layer, of one of the kinds of provisioner.
public struct Step: Sendable {
  /// What is done.
  public var action: any ProvisionerKind
  /// Who asks for it.
  public var origin: Origin

  public init(_ action: any ProvisionerKind, from origin: Origin) {
    self.action = action
    self.origin = origin
  }
}

extension Step: Hashable {
  public static func == (left: Step, right: Step) -> Bool {
    left.origin == right.origin && left.action.isEqual(to: right.action)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(origin)
    action.hash(into: &hasher)
  }
}

extension ProvisionerKind {
  fileprivate func isEqual(to other: any ProvisionerKind) -> Bool { other as? Self == self }

  fileprivate func encode<Key>(in container: inout KeyedEncodingContainer<Key>, forKey key: Key) throws {
    try container.encode(self, forKey: key)
  }
}

/// The form that Swift gives a case of an enumeration, named after the kind: `{"script": {"_0": …}, "origin": …}`. Keys of
/// layers are digests of it.
extension Step: Codable {
  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: Name.self)
    var kind = members.nestedContainer(keyedBy: Name.self, forKey: Name(type(of: action).encodedName))
    try action.encode(in: &kind, forKey: .action)
    try members.encode(origin, forKey: .origin)
  }

  /// The decoder is told the kinds that there are: see `CodingUserInfoKey.provisioners`.
  public init(from decoder: any Decoder) throws {
    func fault(_ text: String) -> DecodingError {
      .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: text))
    }
    guard let provisioners = decoder.userInfo[.provisioners] as? ProvisionerRegistry else {
      throw fault("the decoder has not been told what kinds of provisioner there are")
    }
    let members = try decoder.container(keyedBy: Name.self)
    let names = members.allKeys.filter { $0.stringValue != Name.origin.stringValue }
    guard names.count == 1, let kind = provisioners.kind(encodedAs: names[0].stringValue) else {
      throw fault("no kind of provisioner is called '\(names.map(\.stringValue).joined(separator: ", "))'")
    }
    action = try Self.action(kind, in: try members.nestedContainer(keyedBy: Name.self, forKey: names[0]))
    origin = try members.decode(Origin.self, forKey: .origin)
  }

  private static func action<Kind: ProvisionerKind>(
    _ kind: Kind.Type, in container: KeyedDecodingContainer<Name>
  ) throws -> any ProvisionerKind {
    try container.decode(kind, forKey: .action)
  }

  private struct Name: CodingKey {
    static let action = Name("_0")
    static let origin = Name("origin")

    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }
}
