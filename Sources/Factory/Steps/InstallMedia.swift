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
    /// CD images that the installer is to find, as paths.
    var cdroms: [String] = []
    /// The `Date` of the archive's release file, RFC 3339; nil without an archive.
    var release: String?
    /// What the installer must be told to install besides the packages wanted.
    var additions: [String]
  }

  let store: Store
  /// Hears what was chosen, a line each.
  let log: @Sendable (String) -> Void

  func fetch(for image: PlannedImage) async throws -> Ready {
    let appliance = image.appliance
    let downloader = Downloader(Downloader.Options(proxy: appliance.install.proxy?.value))
    let cache = MediaCache(folder: store.media)
    switch appliance.installer.media {
    case .direct(let media):
      let files = try await directMedia(
        kernel: DirectMediaFile(media.kernel), initrd: DirectMediaFile(media.initrd), cache: cache,
        downloader: downloader)
      return Ready(kernel: files.kernel.path, initrd: files.initrd.path, release: nil, additions: [])
    case .archive(let media):
      let mirror = appliance.buildMirror?.value ?? appliance.installer.mirrors[0].value
      let archive = try await SignedArchive.open(
        mirror: mirror, suite: media.archive.suite, keyring: media.archive.keyring, cache: cache,
        downloader: downloader)
      return try await fetch(media, answers: image.answers, from: archive, cache: cache)
    case .iso, .image, .bootstrap:
      throw FactoryError.file(
        "'\(appliance.installer.kind.rawValue)'", reason: "not supported yet by this version")
    }
  }

  private func fetch(
    _ media: Installer.ArchiveMedia, answers: AnswerFile, from archive: SignedArchive, cache: MediaCache
  ) async throws -> Ready {
    let components = DebianInstallerMedia.standardComponents + media.components + answers.components
    let files = try await DebianInstallerMedia(archive: archive, cache: cache)
      .make(package: media.package, components: components)
    let additions = try await archive.bootstrapAdditions(to: answers.packages)
    for component in files.components { log("component \(component.name) \(component.version)") }
    for gap in files.filledGaps {
      let sources = gap.sources.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
      log("component \(gap.component.name) is not on the mirror: rebuilt from \(sources)")
    }
    return Ready(
      kernel: files.kernel.path, initrd: files.initrd.path, release: archive.release.date.ISO8601Format(),
      additions: additions)
  }
}

extension DirectMediaFile {
  init(_ file: Installer.MediaFile) {
    let digest: String? = if case .sha256(let digest) = file.check { digest } else { nil }
    self.init(address: file.addresses.first ?? "", sha256: digest)
  }
}
