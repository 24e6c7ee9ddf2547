/// The package managers that Kiln can drive.
public enum PackageManager: String, Hashable, Sendable, CaseIterable {
  case apt
  case dnf

  /// A script that installs packages in one transaction, without what is merely recommended.
  ///
  /// What a build alone needs of apt's settings, every command has by `APT_CONFIG`.
  public func install(_ packages: [String]) -> String {
    let names = packages.map(shellQuoted).joined(separator: " ")
    return switch self {
    case .apt:
      """
      set -e
      apt-get -q -o APT::Update::Error-Mode=any update
      apt-get -q -y --no-install-recommends install -- \(names)
      """
    case .dnf: "dnf -y --refresh --setopt=install_weak_deps=False install -- \(names)"
    }
  }
}
