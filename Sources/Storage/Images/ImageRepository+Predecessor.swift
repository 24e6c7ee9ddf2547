import Foundation
import Images

extension ImageRepository {
  /// The last release of a lower version than a build's; where there is none, the build of that name that was made before it.
  ///
  /// - Returns: nil where there is neither.
  /// - Throws: `StoreDamage` for a release that cannot be read.
  public func predecessor(of build: ImageManifest) throws -> ImageManifest? {
    let earlier = try ReleasesAndChannels(self).releases(of: build.id.name).filter { version, id in
      id != build.id && version.isLower(than: build.id.version)
    }
    if let last = earlier.max(by: { $0.key.isLower(than: $1.key) }) { return try read(last.value) }
    return builds(of: build.id.name).lazy.filter { $0.build < build.id.build }.compactMap(manifest)
      .first(where: isWhole)
  }
}

extension String {
  /// Numbers by their value: 1.9 comes before 1.10.
  fileprivate func isLower(than other: String) -> Bool {
    compare(other, options: .numeric) == .orderedAscending
  }
}
