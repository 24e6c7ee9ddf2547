import Families

/// The archives that a finished Debian or Ubuntu fetches packages from (sources.list(5), DEB822-STYLE FORMAT).
struct AptSources {
  let archive: AptArchive
  let mirror: String
  let suite: String
  /// Those of the archive's optional components that are wanted.
  let optional: [String]
  /// Where security updates are, if not where the family has them.
  var securityMirror: String?

  /// A stanza for the release and its updates.
  var release: [String] {
    stanza(mirror, ([suite] + [archive.updates(of: suite)].compactMap(\.self)).joined(separator: " "))
  }

  /// A stanza for security updates; empty for a suite that has none apart.
  var security: [String] {
    guard let suite = archive.securityUpdates(of: suite) else { return [] }
    return stanza(securityMirror ?? archive.securityArchive(beside: mirror), suite)
  }

  var lines: [String] { security.isEmpty ? release : release + [""] + security }

  private func stanza(_ address: String, _ suites: String) -> [String] {
    [
      "Types: deb", "URIs: \(address)", "Suites: \(suites)",
      "Components: \((archive.components + optional).joined(separator: " "))",
      "Signed-By: \(archive.keyring)",
    ]
  }
}
