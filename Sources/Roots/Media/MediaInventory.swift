import AnswerFiles
import Files
import Foundation
import Jobs
import Media
import Planning
import Recipes
import Storage

/// What images are installed from, and what of it is here. Opens no connection.
public struct MediaInventory: Sendable {
  private var store: Store

  public init(store: Store) {
    self.store = store
    self.store.onlyLooksAtMedia = true
  }

  /// What the images need, each thing once.
  public func items(of images: [PlannedImage]) async -> [MediaItem] {
    var items: [MediaItem] = []
    for image in images.withMediaOfTheirOwn { items += await self.items(of: image) }
    return items
  }

  /// What the images need of the cache.
  public func needs(of images: [PlannedImage]) async -> MediaNeeds {
    var needs = MediaNeeds()
    for image in images.withMediaOfTheirOwn { await add(image, to: &needs) }
    return needs
  }

  private func items(of image: PlannedImage) async -> [MediaItem] {
    if let media = image.appliance.installer.program?.media.archive { return [await item(media, of: image)] }
    let fetcher = store.mediaFetcher(for: image.appliance, isOffline: true)
    var items: [MediaItem] = []
    for file in image.appliance.installer.files {
      var item = MediaItem(recipe: image.distribution, name: file.name, state: .missing)
      do {
        let digest = try await fetcher.digest(of: file)
        let path = file.localPath ?? fetcher.cache.path(sha256: digest)
        item.sha256 = digest
        item.bytes = FileSystem.size(of: path)
        if item.bytes != nil { (item.state, item.path) = (.present, path) }
      } catch {
        item.reason = "\(error)"
      }
      items.append(item)
    }
    return items
  }

  private func item(_ media: Installer.ArchiveMedia, of image: PlannedImage) async -> MediaItem {
    var item = MediaItem(recipe: image.distribution, name: media.package, state: .missing)
    do {
      guard let files = try await made(media, of: image).media else { return item }
      item.state = .present
      item.path = files.initrd.path
      item.bytes = [files.kernel, files.initrd].compactMap { FileSystem.size(of: $0.path) }.reduce(0, +)
    } catch {
      item.reason = "\(error)"
    }
    return item
  }

  /// The archive as last verified, and what was made from it.
  private func made(
    _ media: Installer.ArchiveMedia, of image: PlannedImage
  ) async throws -> (archive: SignedArchive, media: InstallerMedia?) {
    let fetcher = store.mediaFetcher(for: image.appliance, isOffline: true)
    let archive = try await SignedArchive.open(
      mirrors: image.appliance.mirrors, suite: media.archive.suite.text, keyring: media.archive.keyring,
      cache: fetcher.cache, downloader: fetcher.downloader)
    let made = await DebianInstallerMedia(
      archive: archive, cache: fetcher.cache,
      architecture: image.appliance.system.archiveArchitecture
    ).made(
      package: media.package, components: media.components(with: image.answers), policy: fetcher.policy)
    return (made?.standIn ?? archive, made?.media)
  }

  private func add(_ image: PlannedImage, to needs: inout MediaNeeds) async {
    let installer = image.appliance.installer
    if let media = installer.program?.media.archive {
      guard let (archive, files) = try? await made(media, of: image) else { return }
      needs.digests.formUnion(archive.indexDigests)
      needs.digests.formUnion([files?.kernel.sha256, files?.initrd.sha256].compactMap(\.self))
      return
    }
    for (item, file) in zip(await items(of: image), installer.files) {
      guard let digest = item.sha256 else {
        needs.names.formUnion(file.addresses.compactMap { $0.split(separator: "/").last.map(String.init) })
        continue
      }
      needs.digests.insert(digest)
      guard case .iso(let media)? = installer.program?.media.files else { continue }
      needs.digests.formUnion(
        store.mediaCache.filesRead(fromISO: digest, kernel: media.kernel, initrd: media.initrd))
    }
  }
}

/// What images need of the cache.
public struct MediaNeeds {
  /// In hexadecimal.
  public var digests: Set<String> = []
  /// Of files whose digest is in a signed list that is not here, under this site's address: what has such a name may be one.
  public var names: Set<String> = []
}

/// What decides which files an install needs.
private struct MediaNeed: Hashable {
  /// With its media alone.
  let installer: Installer
  let mirrors: [String]
  let components: [String]
}

extension [PlannedImage] {
  /// One image of all that are installed from the same media in the same way.
  public var withMediaOfTheirOwn: [PlannedImage] {
    var seen: Set<MediaNeed> = []
    return filter { image in
      let appliance = image.appliance
      return seen.insert(
        MediaNeed(
          installer: appliance.installer.mediaAlone, mirrors: appliance.mirrors,
          components: image.answers.components)
      ).inserted
    }
  }
}

extension Installer {
  /// Without what changes nothing of which files it needs.
  fileprivate var mediaAlone: Installer {
    switch self {
    case .program(let program): .program(Program(media: program.media, memory: 0))
    case .bootstrap(let bootstrap): .bootstrap(Bootstrap(archive: bootstrap.archive))
    case .image(let image): .image(Image(file: image.file))
    }
  }
}

extension PlannedImage {
  /// The recipe that its chain begins with.
  public var distribution: String { appliance.chain[0].recipe }
}

/// Something that a distribution is installed from, and whether this host has it.
public struct MediaItem: Sendable, Codable {
  /// The distribution.
  public var recipe: String
  public var name: String
  public var state: Presence
  /// Where it is; nil where it is not.
  public var path: String?
  public var bytes: UInt64?
  /// What its digest must be; nil when only a list says so that is not here, or for what is made on this host.
  public var sha256: String?
  /// Why it is not there, when there is more to say.
  public var reason: String?

  public init(
    recipe: String, name: String, state: Presence, path: String? = nil, bytes: UInt64? = nil,
    sha256: String? = nil, reason: String? = nil
  ) {
    self.recipe = recipe
    self.name = name
    self.state = state
    self.path = path
    self.bytes = bytes
    self.sha256 = sha256
    self.reason = reason
  }

  /// Whether an install could begin without a download.
  public enum Presence: String, Sendable, Codable {
    case present, missing
  }
}
