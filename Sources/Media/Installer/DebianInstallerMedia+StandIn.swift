extension DebianInstallerMedia {
  /// Media, and the older state of the archive that their components are from, where the mirror is between two states.
  public struct Made: Sendable {
    public var media: InstallerMedia
    /// Nil: they are from the state that was asked for.
    public var standIn: SignedArchive?
  }

  /// The media, from the archive as it is now or else from the newest verified state before that can still be had.
  ///
  /// Kernel, initrd and components are then all of that older state, so that they fit each other, as far as pools have them.
  /// - Parameters:
  ///   - policy: whether, and how far back, an older state may stand in.
  ///   - onStandIn: hears which state stands in, and why.
  /// - Throws: what the newest state failed with, when none can be had.
  public func make(
    package: String, components: [String] = standardComponents, policy: MirrorPolicy,
    onStandIn: (String) -> Void
  ) async throws -> Made {
    do {
      return Made(media: try await make(package: package, components: components))
    } catch let error as MediaError where error.isOfMovingMirror && !policy.isStrict {
      var attempts: [MediaError] = []
      for earlier in await archive.earlierStates(maximumAge: policy.maximumAge) {
        do {
          let media = try await from(earlier).make(package: package, components: components)
          onStandIn(
            "\(archive.title) is between two states; the installer's components are those of \(earlier.title)"
          )
          return Made(media: media, standIn: earlier)
        } catch let error as MediaError where error.isOfItsSource || error.isOfMovingMirror {
          attempts.append(error)
        }
      }
      throw error.with(attempts)
    }
  }

  /// The media, if they were made before of the archive as it is now, or as it was, and are still there.
  public func made(
    package: String, components: [String] = standardComponents, policy: MirrorPolicy
  ) async -> Made? {
    if let media = made(package: package, components: components) { return Made(media: media) }
    guard !policy.isStrict else { return nil }
    for earlier in await archive.earlierStates(maximumAge: policy.maximumAge) {
      if let media = from(earlier).made(package: package, components: components) {
        return Made(media: media, standIn: earlier)
      }
    }
    return nil
  }

  private func from(_ archive: SignedArchive) -> DebianInstallerMedia {
    DebianInstallerMedia(archive: archive, newer: self.archive, cache: cache, architecture: architecture)
  }
}

extension MediaError {
  /// Whether a mirror that is between two states looks like that.
  fileprivate var isOfMovingMirror: Bool {
    switch self {
    case .inconsistent: true
    case .missingComponents(let components): components.contains { !$0.isUnknown }
    default: false
    }
  }

  /// The same, with what other states failed with.
  fileprivate func with(_ others: [MediaError]) -> MediaError {
    guard case .inconsistent(let archive, let what, let attempts) = self else { return self }
    return .inconsistent(archive: archive, what: what, attempts: attempts + others)
  }
}
