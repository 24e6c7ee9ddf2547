/// Makes the media of a debian-installer that finds all its components in its initrd and fetches none.
public struct DebianInstallerMedia: Sendable {
  /// What every install onto a disk of a virtual machine needs; the rest follows from dependencies.
  ///
  /// Setting up apt, users, clock and further packages is left to the answer file and to what comes after the install.
  public static let standardComponents = [
    "partman-auto", "partman-ext3", "bootstrap-base", "grub-installer", "finish-install", "scsi-modules",
  ]

  let archive: SignedArchive
  /// The state that `archive` stands in for: what a pool no longer has of the one, it may have of the other.
  private let newer: SignedArchive?
  let cache: MediaCache
  let architecture: String

  /// - Parameters:
  ///   - archive: where the installer and its components are from.
  ///   - architecture: the archive's name for it.
  public init(archive: SignedArchive, cache: MediaCache, architecture: String = "amd64") {
    self.init(archive: archive, newer: nil, cache: cache, architecture: architecture)
  }

  init(archive: SignedArchive, newer: SignedArchive?, cache: MediaCache, architecture: String) {
    self.archive = archive
    self.newer = newer
    self.cache = cache
    self.architecture = architecture
  }

  /// The media, if they were made before and are still there: of a state that stands in, also those that were made of it while
  /// it was the newest.
  /// - Parameters: as those of ``make(package:components:additions:)``.
  public func made(
    package: String, components: [String] = standardComponents, additions: [InitrdFile] = []
  ) -> InstallerMedia? {
    let keys: [String?] = newer.map { [$0.digest, nil] } ?? [nil]
    for newer in keys {
      let key = key(package, components, additions, newer: newer)
      if let media = InstallerRecord.media(key, in: cache) { return media }
    }
    return nil
  }

  private func key(
    _ package: String, _ components: [String], _ additions: [InitrdFile], newer: String?
  ) -> String {
    InstallerRecord.key(
      archive: archive.digest, newer: newer, mirror: archive.mirror, package: package,
      components: components, additions: additions)
  }

  /// The media; at once when the same were made before.
  /// - Parameters:
  ///   - package: the one that carries kernel and initrd, such as `debian-installer-13-netboot-amd64`.
  ///   - components: names, real or virtual, of what the install needs, with ``standardComponents`` among them as a rule.
  ///   - additions: further files for the initrd, which replace others of their path.
  /// - Throws: `MediaError`; all components that cannot be had are named in one.
  public func make(
    package: String, components: [String] = standardComponents, additions: [InitrdFile] = []
  ) async throws -> InstallerMedia {
    if let media = made(package: package, components: components, additions: additions) { return media }
    let key = key(package, components, additions, newer: newer?.digest)
    let scratch = try await ScratchFolder.make("\(cache.folder)/scratch/\(key)")
    defer { scratch.discard() }
    // Another process may have made them while this one waited for the folder.
    if let media = InstallerRecord.media(key, in: cache) { return media }
    let netboot = try await netboot(package)
    let build = try await InstallerBuild(
      archive: archive, newer: newer, architecture: architecture, netboot: netboot, scratch: scratch)
    let record = try await build.run(components: components, additions: additions, into: cache)
    try record.write(key, in: cache)
    return record.media(in: cache)
  }

  /// The package that carries kernel and initrd. Where its pool has the newer one only, that serves: modules of its kernel
  /// are then taken from the kernel's own package.
  private func netboot(_ package: String) async throws -> String {
    do {
      return try await archive.fetch(archive.package(package, architecture: architecture))
    } catch let error as MediaError {
      guard case .inconsistent = error, let newer else { throw error }
      return try await newer.fetch(newer.package(package, architecture: architecture))
    }
  }
}

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
  /// - Throws: what the newest state failed with, and why no other stands in.
  public func make(
    package: String, components: [String] = standardComponents, policy: MirrorPolicy,
    onStandIn: (String) -> Void
  ) async throws -> Made {
    do {
      return Made(media: try await make(package: package, components: components))
    } catch let error as MediaError where error.isOfMovingMirror && !policy.isStrict {
      let earlierStates = try await archive.earlierStates(maximumAge: policy.maximumAge)
      var attempts = earlierStates.refusals
      for earlier in earlierStates.states {
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
    guard !policy.isStrict,
      let earlierStates = try? await archive.earlierStates(maximumAge: policy.maximumAge)
    else { return nil }
    for earlier in earlierStates.states {
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
