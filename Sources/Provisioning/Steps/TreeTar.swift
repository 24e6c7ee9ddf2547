import Archive
import Foundation
import Guest
import Provisioners
import Recipes

/// What a `files` step copies, as one tar: so holes, hard links and extended attributes get into an image, and thousands of
/// small files get there at once.
struct TreeTar: Sendable {
  /// What becomes one entry of the tar.
  fileprivate struct Member {
    let source: String
    /// As the recipe has it; the bytes may be read from a copy.
    let written: String
    let path: String
    let kind: Source.Entry.Kind
    let metadata: Source.Metadata
  }

  private let members: [Member]
  /// Where hard links lead: from the path in the folder to the path in the image.
  private let destination: String

  init(_ step: FileStep) {
    let source = step.source
    destination = step.destination
    switch source.content {
    case .file(let digest, let mode):
      members = [
        Member(
          source: source.path, written: source.written, path: step.destination,
          kind: .file(sha256: digest, mode: step.mode ?? mode), metadata: source.metadata)
      ]
    case .folder(let mode, let entries):
      let top = Member(
        source: source.path, written: source.written, path: step.destination,
        kind: .folder(mode: step.mode ?? mode), metadata: source.metadata)
      members =
        [top]
        + entries.map {
          Member(
            source: "\(source.path)/\($0.path)", written: "\(source.written)/\($0.path)",
            path: "\(step.destination)/\($0.path)", kind: $0.kind, metadata: $0.metadata)
        }
    }
  }

  /// For ``GuestSession/destinations(of:)``.
  var items: [GuestItem] { members.map { GuestItem(path: $0.path, isFolder: $0.isFolder) } }

  /// What a copy does not keep, a line for each kind of it.
  var losses: [String] {
    let lost = members.flatMap { member in member.metadata.lost.map { (name: $0, path: member.written) } }
    return Dictionary(grouping: lost, by: \.name).sorted { $0.key < $1.key }.map { name, files in
      let more = files.count > 1 ? " and \(files.count - 1) more" : ""
      return "'\(name)' of \(files[0].path)\(more) is not copied: set it in a script if the image needs it"
    }
  }

  /// - Throws: `ArchiveError`, and `BuildError` for a file that is not what it was when the build was planned.
  func write(
    to descriptor: Int32, _ destinations: GuestDestinations, user: Int32, group: Int32
  ) throws {
    let now = Int64(Date.now.timeIntervalSince1970)
    let places = destinations.places
    let paths = Dictionary(zip(members.map(\.path), places.map(\.path))) { first, _ in first }
    let writer = try ArchiveWriter(descriptor: descriptor, name: "files for \(destination)", format: .tar)
    for folder in destinations.missing {
      try writer.add(ArchiveEntry(path: Self.inTar(folder), kind: .folder, mode: 0o755, modified: now))
    }
    // What is there keeps its mode, owner and attributes.
    for (member, place) in zip(members, places) where !place.isThere {
      let target = member.metadata.hardLink.flatMap { paths["\(destination)/\($0)"] }
      var entry = member.entry(at: Self.inTar(place.path), sameAs: target.map(Self.inTar))
      (entry.uid, entry.gid, entry.modified) = (Int64(user), Int64(group), now)
      try add(entry, member, to: writer)
    }
    try writer.finish()
  }

  private func add(_ entry: ArchiveEntry, _ member: Member, to writer: ArchiveWriter) throws {
    guard entry.kind == .file, case .file(let digest, _) = member.kind else { return try writer.add(entry) }
    let file = try SourceFile(member.source)
    var entry = entry
    entry.size = file.size
    if member.metadata.hasHoles { entry.dataRegions = file.dataRegions() }
    var found = ""
    try writer.add(entry) { piece in found = try file.read(holes: entry.dataRegions != nil, piece) }
    try PlannedFile(path: member.source, sha256: digest).check(found)
  }

  /// Paths of a tar are relative; the image's root folder is where it is unpacked.
  private static func inTar(_ path: String) -> String { "./" + path.drop { $0 == "/" } }
}

extension TreeTar.Member {
  fileprivate var isFolder: Bool { if case .folder = kind { true } else { false } }

  fileprivate func entry(at path: String, sameAs first: String?) -> ArchiveEntry {
    let attributes = metadata.extendedAttributes
    switch kind {
    case .file(_, let mode):
      guard let first else {
        return ArchiveEntry(path: path, kind: .file, mode: mode, extendedAttributes: attributes)
      }
      return ArchiveEntry(path: path, kind: .hardLink(target: first), mode: mode)
    case .folder(let mode):
      return ArchiveEntry(path: path, kind: .folder, mode: mode, extendedAttributes: attributes)
    case .link(let target): return ArchiveEntry(path: path, kind: .symbolicLink(target: target), mode: 0o777)
    }
  }
}
