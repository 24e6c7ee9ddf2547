/// A kind of provisioner: what a recipe writes for it, and what follows from that. Its values are what steps do.
///
/// All about a kind is in the file of its type. Its other half, which works in a guest, is `Provisioning`'s.
public protocol ProvisionerKind: Hashable, Sendable, Codable {
  /// The key of an item of `provision` that makes it one of this kind.
  static var field: Field { get }
  /// Keys that may stand beside it.
  static var options: [Field] { get }
  /// Whether ``field``, a list, may also stand at the top of a recipe. Such steps come first, those of one recipe together.
  static var hasShortForm: Bool { get }
  /// What the kind is called in the JSON form of steps, which keys of layers are made of: it stays as it is for ever.
  static var encodedName: String { get }

  /// The keys under `install` that such a step can set in an installed system, so that a derived recipe needs no installation
  /// of its own for them. One called as the kind itself is read as ``field`` is, the others as members of it.
  static var installKeys: [String: SettingEffect] { get }

  /// Reads an item of `provision`, and reports what is wrong with it.
  ///
  /// - Returns: what it asks for, in order; nothing where that cannot be done.
  static func steps(_ item: Value, _ reader: inout ApplianceReader) -> [Step]

  /// What it does, for people: `script setup.sh`.
  var title: String { get }
  /// The names of the secrets that it sees.
  var secrets: [String] { get }
  /// Whether it may fetch anything while it is done; what it brings then ages.
  var needsNetwork: Bool { get }
  /// Whether it surely fetches packages from a mirror.
  var fetchesPackages: Bool { get }
  /// The paths in the image that it puts something at, which cleaning leaves alone; a folder's ends in a slash.
  var placedPaths: [String] { get }
  /// The same, with the files of this host that it reads found elsewhere.
  ///
  /// - Parameter place: the path at which a source is to be read.
  func reading(_ place: (Source) -> String) -> Self
  /// What determines its outcome, as people call it: what differs from the last build is told by these.
  ///
  /// - Parameter secrets: the scrypt digests of secrets' values, by name.
  func inputs(secrets: [String: String]) -> [Input]
}

extension ProvisionerKind {
  /// Its key in an item of `provision`.
  public static var name: String { field.name }

  public static var options: [Field] { [] }
  public static var hasShortForm: Bool { false }
  public static var installKeys: [String: SettingEffect] { [:] }
  public static var encodedName: String { name }
  public var secrets: [String] { [] }
  public var needsNetwork: Bool { false }
  public var fetchesPackages: Bool { false }
  public var placedPaths: [String] { [] }
  public func reading(_ place: (Source) -> String) -> Self { self }

  /// The files and folders of this host that it is made from.
  public var sources: [Source] {
    var sources: [Source] = []
    _ = reading {
      sources.append($0)
      return $0.path
    }
    return sources
  }
}
