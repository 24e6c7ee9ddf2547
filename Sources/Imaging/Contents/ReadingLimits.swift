import Archive
import Machine
import Text

/// How much of an image's files is read before it is refused: far more than any system has, and little enough for this process.
struct ReadingLimits: Sendable {
  let archive: ArchiveReader.Limits
  private let isForeign: Bool
  private var paths: Set<String> = []
  /// Bytes of names, links' targets and extended attributes that are left.
  private var names: Int
  /// Bytes of content that is kept, such as settings and package lists, that are left.
  private var content: UInt64

  /// - Parameter source: what is made here has more room.
  init(_ source: ImageSource) {
    self.init(isForeign: source.isForeign)
  }

  init(isForeign: Bool) {
    self.isForeign = isForeign
    archive =
      isForeign
      ? ArchiveReader.Limits(entries: 1_000_000, bytes: 64 << 30)
      : ArchiveReader.Limits(entries: 10_000_000, bytes: 1 << 42)
    names = isForeign ? 256 << 20 : 4 << 30
    content = isForeign ? 256 << 20 : 4 << 30
  }

  /// Counts an entry's names.
  mutating func take(_ entry: ArchiveEntry) throws {
    names -=
      entry.path.utf8.count + entry.extendedAttributes.reduce(0) { $0 + $1.key.utf8.count + $1.value.count }
    switch entry.kind {
    case .symbolicLink(let target), .hardLink(let target): names -= target.utf8.count
    default: break
    }
    guard names >= 0 else {
      throw ArchiveError.tooLarge(archive: Self.name, limit: "256 MiB of names and attributes")
    }
  }

  /// Makes sure that a path is no other's.
  ///
  /// Names that are no UTF-8 are read alike, and Swift holds texts for one that are written with other code points: of two such files,
  /// the second would hide the first.
  mutating func take(path: String) throws {
    guard isForeign, !paths.insert(path).inserted else { return }
    throw UnusableImage(
      name: Self.name, reason: "it has two files whose names cannot be told apart: \(shownName(path))")
  }

  /// Counts a file whose content is kept.
  mutating func take(content size: UInt64) throws {
    guard size <= content else {
      throw ArchiveError.tooLarge(archive: Self.name, limit: "256 MiB of settings and lists of packages")
    }
    content -= size
  }

  /// What is told of as too large.
  static let name = "the image's file system"

  /// How long the appliance may look for a system and mount its file systems.
  func mounting(isEmulated: Bool) -> Duration { .seconds(isEmulated ? 600 : 120) }

  /// How long its files may take to read.
  func reading(isEmulated: Bool) -> Duration { .seconds(isEmulated ? 3600 : 900) }
}

extension ImageSource {
  /// The formats of the files that it came as, by the names that recipes have for them.
  var formatNames: [String] {
    if build != nil { return descriptor.map { $0.formats.map(\.rawValue) } ?? ["qcow2"] }
    if let descriptor, bundle != nil || disks.contains(where: \.isCompressed) {
      return descriptor.disks.map(\.format.rawValue)
    }
    if bundle != nil { return ["a bundle or an archive"] }
    return disks.filter { $0.path != nil }.map(\.format.name)
  }
}
