/// The kinds of provisioner that recipes may use.
public struct ProvisionerRegistry: Sendable {
  /// In the order in which they are told of; short forms are carried out in this order, too.
  public let kinds: [any ProvisionerKind.Type]

  public init(_ kinds: [any ProvisionerKind.Type]) {
    self.kinds = kinds
  }

  /// The kind of a step by its JSON form.
  func kind(encodedAs name: String) -> (any ProvisionerKind.Type)? {
    kinds.first { $0.encodedName == name }
  }

  /// The kind of an item of `provision`.
  func kind(of item: Value) -> (any ProvisionerKind.Type)? {
    kinds.first { item[$0.name] != nil }
  }

  /// What may stand at the top of a recipe.
  var shortForms: [any ProvisionerKind.Type] { kinds.filter { $0.hasShortForm } }

  /// The keys under `install` that steps can set.
  var installKeys: [String: SettingEffect] {
    kinds.reduce(into: [:]) { $0.merge($1.installKeys) { first, _ in first } }
  }

  /// An item of `provision`: exactly one kind's own key, and what may stand beside it.
  var item: MappingShape {
    MappingShape(
      kinds.flatMap { [$0.field] + $0.options }, oneOf: kinds.map { $0.name },
      needs: kinds.reduce(into: [:]) { needs, kind in
        for option in kind.options { needs[option.name] = [kind.name] }
      })
  }
}

extension CodingUserInfoKey {
  /// Tells a decoder the kinds of provisioner, a ``ProvisionerRegistry``: steps name theirs.
  public static let provisioners: CodingUserInfoKey = {
    guard let key = CodingUserInfoKey(rawValue: "provisioners") else {
      preconditionFailure("any text is a key")
    }
    return key
  }()
}
