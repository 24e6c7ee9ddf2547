import Images

extension ImageRepository {
  /// The last release of a lower version than a build's; where there is none, the build of that name that was made before it.
  ///
  /// - Returns: nil where there is neither.
  /// - Throws: `StoreDamage` for a release that cannot be read.
  public func predecessor(of build: ImageManifest) throws -> ImageManifest? {
    let ledger = try releases.ledger(of: build.id.name)
    if let version = try? ReleaseVersion(build.id.version) {
      let earlier = ledger.releases.compactMap { release in
        (try? ReleaseVersion(release.version)).map { (version: $0, release: release) }
      }.filter { $0.release.build != build.id && $0.version.precedes(version) == true }
      if let last = earlier.max(by: { $0.version.precedes($1.version) == true }) {
        return try releases.manifest(of: last.release)
      }
    }
    return builds(of: build.id.name).lazy.filter { $0.build < build.id.build }.compactMap(manifest)
      .first(where: isWhole)
  }
}
