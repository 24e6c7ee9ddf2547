import Foundation
import Planning
import Synchronization

/// The log of one layer's build: a file that grows line by line, and a listener that sees each line as it comes.
final class LayerLog: Sendable {
  let path: String
  private let handle: Mutex<FileHandle>
  private let listener: @Sendable (String) -> Void

  /// Starts the log anew; the folder is made when it is missing.
  init(folder: String, layer: LayerName, listener: @escaping @Sendable (String) -> Void) throws {
    try FileSystem.makeFolder(folder)
    path = Self.path(of: layer, in: folder)
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw FactoryError.file("cannot write the log \(path)", reason: String(cString: strerror(errno))) }
    // Tells those who follow it that more will come; gone with this object, or this process.
    flock(handle.fileDescriptor, LOCK_EX | LOCK_NB)
    self.handle = Mutex(handle)
    self.listener = listener
  }

  static func path(of layer: LayerName, in folder: String) -> String {
    "\(folder)/\(layer.recipe)-\(layer.isInstall ? "install" : "provision").log"
  }

  /// A log that cannot be written must not end a build: what was the build's result still counts.
  func write(_ line: String) {
    handle.withLock { try? $0.write(contentsOf: Data("\(line)\n".utf8)) }
    listener(line)
  }
}
