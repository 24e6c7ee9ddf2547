internal import CGuestFS

/// libguestfs' version, such as `1.48.6`.
public func guestVersion() -> String {
  guard let handle = try? GuestHandle(), let version = guestfs_version(handle.raw) else { return "unknown" }
  defer { guestfs_free_version(version) }
  return "\(version.pointee.major).\(version.pointee.minor).\(version.pointee.release)"
}
