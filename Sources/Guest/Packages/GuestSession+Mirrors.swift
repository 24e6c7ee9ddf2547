extension GuestSession {
  /// Where package managers look for their sources.
  private static let sourcePatterns = [
    "/etc/apt/sources.list", "/etc/apt/sources.list.d/*.list", "/etc/apt/sources.list.d/*.sources",
    "/etc/yum.repos.d/*.repo",
  ]

  /// Makes the guest's package sources name the build's mirrors, until ``restoreMirrors()``.
  /// - Throws: ``GuestError``.
  public func substituteMirrors(_ substitutions: [MirrorSubstitution]) throws {
    try restoreMirrors()
    self.substitutions = substitutions
    try rewriteSources { text in
      substitutions.reduce(text) { $1.apply(to: $0) }
    } changed: { source in
      sources.append(source)
    }
  }

  /// Puts every package source back as it was; in those that steps added or changed, the public mirror is named again.
  /// - Throws: ``GuestError``.
  public func restoreMirrors() throws {
    for source in sources where try exists(source.path) && handle.read(source.path) == source.substituted {
      try handle.write(source.original, to: source.path)
    }
    let untouched = Set(sources.map(\.original))
    let reversed = Array(substitutions.reversed())
    try rewriteSources { text in
      untouched.contains(Array(text.utf8)) ? text : reversed.reduce(text) { $1.revert(in: $0) }
    }
    sources = []
    substitutions = []
  }

  private func rewriteSources(
    _ rewrite: (String) -> String,
    changed: (SubstitutedSource) -> Void = { _ in }
  ) throws {
    for path in try Self.sourcePatterns.flatMap({ try handle.glob($0) }) {
      let original = try handle.read(path)
      let rewritten = Array(rewrite(String(decoding: original, as: UTF8.self)).utf8)
      guard rewritten != original else { continue }
      try handle.write(rewritten, to: path)
      changed(SubstitutedSource(path: path, original: original, substituted: rewritten))
    }
  }
}
