/// An archive that a system gets packages from.
public enum PackageArchive: Hashable, Sendable {
  /// One suite of a Debian archive.
  ///
  /// - mirrors: base URLs that are tried in turn.
  /// - isSecurity: whether it holds nothing but fixes of holes.
  case debian(mirrors: [String], suite: String, keyring: String, isSecurity: Bool)
  /// A repository of RPM packages.
  ///
  /// - addresses: of the folder that `repodata` is in, tried in turn.
  /// - keyring: what its metadata are signed with, where they are.
  case rpm(addresses: [String], keyring: String?)
}
