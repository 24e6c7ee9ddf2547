import AnswerFiles
import Foundation
import Media
import Planning
import Recipes

/// Gets what a machine must be booted with to install an appliance, all of it verified.
struct InstallMedia: Sendable {
  /// Ready to boot.
  struct Ready: Sendable {
    var kernel: String
    var initrd: String
    /// CD images that the installer reads from.
    var cdroms: [String] = []
    /// The mirror that the archive was opened on; nil without an archive.
    var mirror: String?
    /// The `Date` of the archive's release file, RFC 3339; nil without an archive.
    var release: String?
    /// The same of an older one that the installer's components are from; nil: they are from that one.
    var installerRelease: String?
    /// What the installer must be told to install besides the packages wanted.
    var additions: [String] = []
  }

  let fetcher: MediaFetcher
  /// Hears what was chosen, a line each.
  let log: @Sendable (String) -> Void
  /// Hears what a user must know.
  let notice: @Sendable (String) -> Void

  func fetch(for image: PlannedImage) async throws -> Ready {
    let appliance = image.appliance
    switch appliance.installer.media {
    case .direct(let media):
      return Ready(
        try await directMedia(
          kernel: CheckedFile(media.kernel), initrd: CheckedFile(media.initrd), with: fetcher))
    case .iso(let media):
      return Ready(
        try await isoMedia(
          CheckedFile(media.iso), kernel: media.kernel, initrd: media.initrd, with: fetcher))
    case .archive(let media):
      let archive = try await SignedArchive.open(
        mirrors: appliance.mirrors, suite: media.archive.suite, keyring: media.archive.keyring,
        cache: fetcher.cache, downloader: fetcher.downloader)
      return try await fetch(media, for: image, from: archive)
    case .image, .bootstrap:
      throw FactoryError.file("'\(appliance.installer.kind.rawValue)'", reason: "boots no installer")
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
    ready.mirror = archive.mirror
    ready.release = archive.release.date.ISO8601Format()
    ready.installerRelease = made.standIn?.release.date.ISO8601Format()
    ready.additions = try await archive.bootstrapAdditions(
      to: image.answers.packages, architecture: architecture)
    return ready
  }
}

extension InstallMedia.Ready {
  init(_ media: InstallerMedia) {
    self.init(
      kernel: media.kernel.path, initrd: media.initrd.path, cdroms: media.iso.map { [$0.path] } ?? [])
  }
}

extension OperatingSystem {
  /// What Debian's archives call its architecture.
  var archiveArchitecture: String { architecture == "aarch64" ? "arm64" : "amd64" }
}

extension Installer.ArchiveMedia {
  /// All components that an install with these answers asks for.
  func components(with answers: AnswerFile) -> [String] {
    DebianInstallerMedia.standardComponents + components + answers.components
  }
}
