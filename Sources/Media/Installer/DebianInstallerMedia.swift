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

  /// The media, if they were made before and are still there.
  /// - Parameters: as those of ``make(package:components:additions:)``.
  public func made(
    package: String, components: [String] = standardComponents, additions: [InitrdFile] = []
  ) -> InstallerMedia? {
    InstallerRecord.media(key(package, components, additions), in: cache)
  }

  private func key(_ package: String, _ components: [String], _ additions: [InitrdFile]) -> String {
    InstallerRecord.key(
      archive: archive.digest, newer: newer?.digest, mirror: archive.mirror, package: package,
      components: components,
      additions: additions)
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
    let key = key(package, components, additions)
    if let media = InstallerRecord.media(key, in: cache) { return media }
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
