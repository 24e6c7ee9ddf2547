extension GuestSession {
  /// The files that hold a private key, where a system has its settings, state and users' own; a system's programs and
  /// their documentation aside.
  ///
  /// Known by the header of RFC 7468 and OpenSSH, or by WireGuard's word for it (wg(8)).
  /// - Parameters:
  ///   - changedOnly: only those written or changed since the session began.
  ///   - placed: paths that do not count; see ``clean(keeping:)``.
  /// - Throws: ``GuestError``.
  public func privateKeys(changedOnly: Bool, besides placed: [String] = []) throws -> [String] {
    let changed = changedOnly ? "-cnewer \(Self.beginning)" : ""
    let output = try handle.applianceShell(
      """
      cd /sysroot && find etc root home opt srv usr/local var/lib var/www \
        '(' -path var/lib/dpkg -o -path var/lib/apt ')' -prune -o -type f -size -64k -size +0 \(changed) -exec \
        grep -lE '^-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY-----|^PrivateKey *= *[A-Za-z0-9+/]{43}=' '{}' + 2> /dev/null || :
      """)
    let found = output.split(separator: "\n").map { "/\($0)" }.sorted()
    guard !found.isEmpty else { return [] }
    let keptPaths = KeptPaths(placed: try withRealPaths(placed))
    return found.filter { !keptPaths.isPlaced($0) }
  }

  /// A file of the appliance, as old as the session.
  static let beginning = "/tmp/kiln-beginning"
}
