import Failures
import Files
import Foundation
import Machine

/// Disks that a machine writes to and that stay when it has ended: copies of an image's, which need nothing of it.
struct KeptDisks: Sendable {
  /// In the machine's order.
  let paths: [String]

  /// Makes the copies. What is there already stays as it is, and is an error.
  ///
  /// - Parameter path: of the first disk; the others are beside it, as `web1-data.qcow2` is beside `web1.qcow2`.
  /// - Throws: `BuildError`, `FileError`, `SubprocessError`; then nothing is left.
  init(of source: ImageSource, at path: String) async throws {
    paths = Self.paths(for: source.disks.map(\.name), from: path)
    if let taken = paths.first(where: FileSystem.exists) { throw Self.taken(taken) }
    let folder = URL(fileURLWithPath: path).standardizedFileURL.deletingLastPathComponent().path
    guard FileSystem.isFolder(folder) else {
      throw BuildError(.hostFile, "\(folder), where the disk is to be kept, is no folder")
    }
    let drafts = try DraftFolder(in: folder)
    for (index, disk) in source.disks.enumerated() {
      let draft = "\(drafts.path)/\(index)"
      if let file = disk.path {
        let size = try await source.examined(disk, at: file)
        let qemu = size.map { QemuImage(limitingFilesTo: $0 + $0 / 64 + (64 << 20)) } ?? QemuImage()
        try await qemu.convert(file, format: disk.format, to: draft)
      } else {
        try await QemuImage().create(draft, size: disk.size)
      }
    }
    for (index, path) in paths.enumerated() {
      // A name that came to be meanwhile is not overwritten: link(2).
      guard link("\(drafts.path)/\(index)", path) == 0 else {
        let error = errno == EEXIST ? Self.taken(path) : FileError.system("cannot make \(path)", path)
        paths[..<index].forEach { unlink($0) }
        throw error
      }
    }
  }

  /// Removes them: of a machine that never ran.
  func discard() { paths.forEach { unlink($0) } }

  /// - Parameter names: of the disks; those that are no plain words are replaced by a number.
  static func paths(for names: [String?], from path: String) -> [String] {
    let file = URL(fileURLWithPath: path)
    let ending = file.pathExtension.isEmpty ? "" : ".\(file.pathExtension)"
    let stem = path.dropLast(ending.count)
    var paths: [String] = []
    for (index, name) in names.enumerated() {
      let isPlain = name.map { !$0.isEmpty && $0.utf8.allSatisfy(isWordByte) } ?? false
      let further = "\(stem)-\(isPlain ? name ?? "" : "\(index + 1)")\(ending)"
      paths.append(index == 0 ? path : paths.contains(further) ? "\(stem)-\(index + 1)\(ending)" : further)
    }
    return paths
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private static func taken(_ path: String) -> any Error {
    BuildError(.hostFile, "\(path) is there already: name another file, or remove that one")
  }
}
