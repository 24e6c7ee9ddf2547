import Files
import Foundation
import Planning
import Synchronization

/// The log of one job: a file that grows line by line, and a listener that sees each line as it comes.
public final class JobLog: Sendable {
  public let path: String
  /// On all logs of the appliance; nil for one that is none of them.
  private let lock: Lock?
  /// Tells those who follow it that more will come; gone with this object, or this process.
  private let file: FileLock
  private let handle: Mutex<FileHandle>
  private let listener: @Sendable (String) -> Void

  /// Starts the log anew; its folder is made when it is missing.
  fileprivate init(path: String, lock: Lock?, listener: @escaping @Sendable (String) -> Void) throws {
    try FileSystem.makePrivateFolder(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    self.path = path
    self.lock = lock
    self.listener = listener
    file = try Self.begin(path)
    handle = Mutex(FileHandle(fileDescriptor: file.descriptor, closeOnDealloc: false))
  }

  /// Begins a log that goes with a work folder.
  public convenience init(in folder: WorkFolder, listener: @escaping @Sendable (String) -> Void) throws {
    try self.init(path: "\(folder.path)/log", lock: nil, listener: listener)
  }

  /// Whoever asks whether it grows has it locked for a moment.
  private static func begin(_ path: String) throws -> FileLock {
    while true {
      if case .held(let file) = try FileLock.attempt(on: PlainFile.replace(path), of: path) { return file }
    }
  }

  /// A log that cannot be written must not end a build: what was the build's result still counts.
  public func write(_ line: String) {
    handle.withLock { try? $0.write(contentsOf: Data("\(line)\n".utf8)) }
    listener(line)
  }
}

extension LogArchive {
  /// Begins the log of a job.
  ///
  /// Waits while another build writes logs of the same appliance: each would take the other's console for its own. Formats of one
  /// image have none, and wait for nobody but who makes the same.
  /// - Parameter listener: told each line, too.
  public func begin(
    _ job: Job, onWait: (_ holder: String) -> Void, listener: @escaping @Sendable (String) -> Void
  ) async throws -> JobLog {
    let subject =
      if case .convert = job.task { job.task.content.logName } else { job.image.appliance.name }
    let lock = try await Lock.acquire("\(folder)/.\(subject).lock", onWait: onWait)
    return try JobLog(path: file(of: job), lock: lock, listener: listener)
  }
}
