import Images

extension ImageRepository {
  /// The build that a reference names.
  ///
  /// - Parameter reference: of a name alone, the newest whole build.
  /// - Returns: nil where there is none, and for a path.
  /// - Throws: `StoreDamage` or `StoreRefusal` where what it names cannot be read.
  public func build(_ reference: ImageReference) throws -> ImageManifest? {
    let named: BuildID? =
      switch reference {
      case .path: nil
      case .name(let name): builds(of: name).first { manifest($0).map(isWhole) ?? false }
      case .release(let name, let version): try ReleasesAndChannels(self).releases(of: name)[version]
      case .channel(let name, let channel): try ReleasesAndChannels(self).channels(of: name)[channel]
      case .build(let text): names().lazy.flatMap { builds(of: $0) }.first { $0.description == text }
      }
    return try named.map(read)
  }
}
