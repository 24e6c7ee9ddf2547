/// What formats of others call distributions, by the `ID` of os-release(5).
public enum ForeignNames {
  /// The ecosystems of the Open Source Vulnerability format ("Defined ecosystems").
  public static let osv = [
    "debian": "Debian", "ubuntu": "Ubuntu", "rocky": "Rocky Linux", "almalinux": "AlmaLinux",
    "rhel": "Red Hat", "opensuse-leap": "openSUSE", "sles": "SUSE", "mageia": "Mageia",
    "openEuler": "openEuler", "fedora": "Fedora",
  ]

  /// The platforms of OVAL definitions. For Red Hat it is the last word before the number, which its rebuilds share.
  public static func oval(_ id: String) -> String { ["debian": "Debian", "ubuntu": "Ubuntu"][id] ?? "Linux" }

  /// The system that Debian's security tracker is about, and the vendor of Debian's own programs in names of the Common Platform
  /// Enumeration.
  public static let debian = "debian"

  /// Vendor and product of a system in names of the Common Platform Enumeration; nil where none is known.
  public static func cpe(_ id: String) -> (vendor: String, product: String)? {
    [debian: (debian, "debian_linux"), "ubuntu": ("canonical", "ubuntu_linux")][id]
  }

  /// The namespace of a system's packages in package URLs.
  public static func packageURL(_ id: String) -> String { id == "rhel" ? "redhat" : id }
}
