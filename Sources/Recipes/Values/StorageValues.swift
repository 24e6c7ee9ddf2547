/// Where a file system is mounted. The installers cut their recipes into words, so nothing but plain characters.
public struct MountPoint: FormedText {
  public static let form = Form(
    "an absolute path of letters, digits and _.-", "^/([A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*)?$", example: "/srv"
  )
  public let text: String

  public init(formed text: String) { self.text = text }
}

/// The name of a volume group, a volume or an array (lvm(8), VALID NAMES; without hyphens, which device names double).
public struct StorageName: FormedText {
  public static let form = Form(
    "a name of letters, digits, '.' and '_'", "^[A-Za-z0-9_][A-Za-z0-9._]*$", example: "vg0",
    hint: { isReserved($0) ? "; LVM keeps names that begin so for itself" : nil },
    also: { $0.utf8.count <= 64 && !isReserved($0) })
  public let text: String

  public init(formed text: String) { self.text = text }

  private static func isReserved(_ name: String) -> Bool {
    ["snapshot", "pvmove"].contains { name.hasPrefix($0) }
  }
}
