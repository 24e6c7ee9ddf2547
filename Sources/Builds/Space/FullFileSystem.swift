import Failures
import Files
import Jobs
import Subprocess

/// Whatever fails on a full file system fails for that: QEMU, qemu-img and guests each say it in their own way, or not.
struct FullFileSystem: Sendable {
  /// What work is written to.
  let paths: [String]
  /// Where the store is, if that is not what was written to.
  var store: String?

  /// The same error, with what it means where a file system is full.
  ///
  /// Asked before what the failed work has written is removed.
  func explained(_ error: any Error) -> any Error {
    if (error as? BuildError)?.cause == .hostDiskFull { return error }
    if error is CancellationError { return error }
    let spaces = paths.compactMap { FreeSpace(at: $0) }
    let isFull = spaces.contains { $0.bytes < 1 << 20 } || Self.isOfThisHost(error)
    guard isFull, let least = spaces.min(by: { $0.bytes < $1.bytes }) else { return error }
    let isElsewhere = store.flatMap { FreeSpace(at: $0) }.map { $0.device != least.device } ?? false
    return BuildError.noRoom(
      "\(error)\nthe file system of \(least.path) is full", in: isElsewhere ? least.path : nil)
  }

  /// A guest that has filled its own disk says the same.
  private static func isOfThisHost(_ error: any Error) -> Bool {
    guard error is FileError || error is SubprocessError || systemCode(of: error) != nil else { return false }
    return Diagnosis(error, texts: .none).cause == .hostDiskFull
  }
}
