/// Where kiln finds the value of a secret when it builds; the value itself is in no recipe.
public enum SecretSource: Hashable, Sendable, Codable {
  /// An environment variable of kiln.
  case environment(String)
  /// A file, by its path on this host.
  case file(String)
}
