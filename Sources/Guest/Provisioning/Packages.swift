/// The package managers that Kiln can drive.
public enum PackageManager: String, Hashable, Sendable, CaseIterable {
  case apt
  case dnf

  /// A script that installs packages in one transaction, without what is merely recommended.
  public func install(_ packages: [String]) -> String {
    let names = packages.map(shellQuoted).joined(separator: " ")
    return switch self {
    case .apt:
      """
      set -e
      apt-get -q -o Acquire::Languages=none -o APT::Update::Error-Mode=any update
      apt-get -q -y --no-install-recommends -o Dpkg::Use-Pty=0 -o DPkg::Options::=--force-unsafe-io \
        -o DPkg::Options::=--force-confdef -o DPkg::Options::=--force-confold install -- \(names)
      """
    case .dnf: "dnf -y --setopt=install_weak_deps=False install -- \(names)"
    }
  }
}
