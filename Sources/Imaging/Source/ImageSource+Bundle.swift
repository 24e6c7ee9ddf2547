import Failures
import Files
import Foundation
import Machine

extension ImageSource {
  /// Bytes that no file may unpack to more than: a zip bomb's, not a disk's.
  private static let most: UInt64 = 1 << 42

  /// The same with disks that can be opened: those that are compressed or packed into one file are taken out of it. Any other stays as it
  /// is.
  ///
  /// Whoever opens a source's disks calls this first.
  /// - Parameter folder: where they are put; on a disk with room for them, and the caller's to remove.
  /// - Throws: `ArchiveError`, `UnusableImage`, `FileError`.
  func unpacked(in folder: String) async throws -> ImageSource {
    guard let bundle else { return self }
    let unpacking = ImageUnpacking(folder: folder, limit: Self.most)
    var source = self
    source.disks = try await onThread {
      try unpacking.disks(in: bundle).map { disk in
        guard let path = disk.path else { return Disk(size: disk.size) }
        return Disk(path: path, format: try ImageProbe.format(ofFile: path, name: bundle))
      }
    }
    source.bundle = nil
    return source
  }
}
