internal import CGuestFS

extension GuestSession {
  /// Prepares the image for provisioning: no daemon starts, and packages come from the build's own mirror.
  public func openWorkshop(mirrors: [MirrorSubstitution]) async throws {
    // Debian's invoke-rc.d asks this program; https://people.debian.org/~hmh/invokerc.d-policyrc.d-specification.txt
    if try handle.flag(guestfs_exists(handle.raw, Self.policy), "look for \(Self.policy)") {
      try handle.check(guestfs_mv(handle.raw, Self.policy, Self.policyAside), "put \(Self.policy) aside")
    }
    if try handle.flag(guestfs_is_dir(handle.raw, "/usr/sbin"), "look for /usr/sbin") {
      try write("#!/bin/sh\nexit 101\n", to: Self.policy, mode: 0o755)
    }
    try await substitute(mirrors, back: false)
  }

  /// Puts back what `openWorkshop` changed.
  public func closeWorkshop(mirrors: [MirrorSubstitution]) async throws {
    try await substitute(mirrors, back: true)
    try handle.check(guestfs_rm_f(handle.raw, Self.policy), "remove \(Self.policy)")
    if try handle.flag(guestfs_exists(handle.raw, Self.policyAside), "look for \(Self.policyAside)") {
      try handle.check(guestfs_mv(handle.raw, Self.policyAside, Self.policy), "put \(Self.policy) back")
    }
  }

  private func substitute(_ mirrors: [MirrorSubstitution], back: Bool) async throws {
    let script = MirrorSubstitution.script(mirrors, back: back)
    guard script != ":" else { return }
    let outcome = try await run(GuestCommand(script)) { _ in }
    guard outcome.isSuccess else {
      throw GuestError(
        action: "change the image's package sources", reason: outcome.lastLines.joined(separator: "\n"))
    }
  }

  private static let policy = "/usr/sbin/policy-rc.d"
  private static let policyAside = "/usr/sbin/policy-rc.d.kiln"
}

extension GuestHandle {
  /// Turns libguestfs' 1, 0 or -1 into a truth or an error.
  func flag(_ result: Int32, _ action: @autoclosure () -> String) throws(GuestError) -> Bool {
    try check(result, action())
    return result == 1
  }
}
