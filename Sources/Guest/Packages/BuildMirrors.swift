import Families

extension GuestSession {
  /// Prepares the image for provisioning: packages come from the build's own archives.
  /// - Parameter suites: suites that apt does without meanwhile.
  /// - Throws: ``GuestError``.
  public func useBuildMirrors(mirrors: [MirrorSubstitution], without suites: [String] = []) throws {
    for (path, content) in try packageSources() {
      let named = mirrors.reduce(String(decoding: content, as: UTF8.self)) { $1.apply(to: $0) }
      let text = suites.reduce(named) { SuiteOmission(suite: $1).apply(to: $0) }
      let substituted = Array(text.utf8)
      guard substituted != content else { continue }
      try handle.write(substituted, to: path)
      sources.append(SubstitutedSource(path: path, original: content, substituted: substituted))
    }
  }

  /// Puts back what ``useBuildMirrors(mirrors:without:)`` changed, to the byte; in package sources that steps added or changed,
  /// the archives get the names that the image has for them.
  /// - Throws: ``GuestError``.
  public func restoreMirrors(mirrors: [MirrorSubstitution]) throws {
    for (path, content) in try packageSources() {
      let source = sources.first { $0.path == path && $0.substituted == content }
      let whole = SuiteOmission.revert(in: String(decoding: content, as: UTF8.self))
      let text = mirrors.reversed().reduce(whole) { $1.revert(in: $0) }
      let restored = source?.original ?? Array(text.utf8)
      if restored != content { try handle.write(restored, to: path) }
    }
    sources = []
  }

  private func packageSources() throws -> [(path: String, content: [UInt8])] {
    try PackageManager.sources.flatMap { try handle.glob($0) }.map { ($0, try handle.read($0)) }
  }
}
