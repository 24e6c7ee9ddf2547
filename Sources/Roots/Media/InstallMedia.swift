import AnswerFiles
import Failures
import Foundation
import Media
import Planning
import Recipes

/// Gets what a machine must be booted with to install an appliance, all of it verified.
public struct InstallMedia: Sendable {
  /// Ready to boot.
  public struct Ready: Sendable {
    public var kernel: String
    public var initrd: String
    /// CD images that the installer reads from.
    public var cdroms: [String] = []
    /// The mirror that serves the archive's packages; nil without an archive.
    public var mirror: String?
    /// The archive that the installer and its packages are from; nil where they are from files.
    public var archive: SignedArchive?
    /// The `Date` of the archive's release file; nil without an archive.
    public var release: Date?
    /// The same of an older one that the installer's components are from; nil: they are from that one.
    public var installerRelease: Date?
    /// What the installer must be told to install besides the packages wanted.
    public var additions: [String] = []

    public init(
      kernel: String, initrd: String, cdroms: [String] = [], mirror: String? = nil, release: Date? = nil,
      installerRelease: Date? = nil, additions: [String] = []
    ) {
      self.kernel = kernel
      self.initrd = initrd
      self.cdroms = cdroms
      self.mirror = mirror
      self.release = release
      self.installerRelease = installerRelease
      self.additions = additions
    }
  }

  public let fetcher: MediaFetcher
  /// Hears what was chosen, a line each.
  public let log: @Sendable (String) -> Void
  /// Hears what a user must know.
  public let notice: @Sendable (String) -> Void

  public init(
    fetcher: MediaFetcher, log: @escaping @Sendable (String) -> Void,
    notice: @escaping @Sendable (String) -> Void
  ) {
    self.fetcher = fetcher
    self.log = log
    self.notice = notice
  }

  public func fetch(_ media: Installer.Program.Media, for image: PlannedImage) async throws -> Ready {
    let appliance = image.appliance
    switch media {
    case .debianInstaller(.files(let files)), .anaconda(let files), .subiquity(let files):
      return Ready(try await fetch(files))
    case .debianInstaller(.archive(let media)):
      let archive = try await SignedArchive.open(
        mirrors: appliance.mirrors, suite: media.archive.suite.text, keyring: media.archive.keyring,
        cache: fetcher.cache, downloader: fetcher.downloader)
      return try await fetch(media, for: image, from: archive)
    }
  }

  private func fetch(_ files: Installer.BootFiles) async throws -> InstallerMedia {
    switch files {
    case .direct(let media):
      try await directMedia(
        kernel: CheckedFile(media.kernel), initrd: CheckedFile(media.initrd), with: fetcher)
    case .iso(let media):
      try await isoMedia(CheckedFile(media.iso), kernel: media.kernel, initrd: media.initrd, with: fetcher)
    }
  }

  private func fetch(
    _ media: Installer.ArchiveMedia, for image: PlannedImage, from archive: SignedArchive
  ) async throws -> Ready {
    let architecture = image.appliance.system.archiveArchitecture
    let made = try await DebianInstallerMedia(
      archive: archive, cache: fetcher.cache, architecture: architecture
    ).make(
      package: media.package, components: media.components(with: image.answers), policy: fetcher.policy
    ) { standIn in
      log(standIn)
      notice("\(image.distribution): \(standIn)")
    }
    let files = made.media
    for component in files.components { log("component \(component.name) \(component.version)") }
    for gap in files.filledGaps {
      let sources = gap.sources.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
      log("component \(gap.component.name) is not on the mirror: rebuilt from \(sources)")
    }
    var ready = Ready(files)
    ready.archive = archive
    ready.release = archive.release.date
    ready.installerRelease = made.standIn?.release.date
    ready.additions = try await archive.bootstrapAdditions(
      to: image.answers.packages, architecture: architecture)
    ready.mirror = try await archive.mirrorOfPackages(architecture: architecture)
    return ready
  }
}

extension InstallMedia.Ready {
  public init(_ media: InstallerMedia) {
    self.init(
      kernel: media.kernel.path, initrd: media.initrd.path, cdroms: media.iso.map { [$0.path] } ?? [])
  }
}

extension Installer.ArchiveMedia {
  /// All components that an install with these answers asks for.
  public func components(with answers: AnswerFile) -> [String] {
    DebianInstallerMedia.standardComponents + components + answers.components
  }
}
