private import Foundation

/// A folder that only this user may enter, with a path short enough for a socket; removed with the object.
final class TemporaryFolder: Sendable {
  let path: String

  /// In the system's temporary folder, or in /tmp when that one's path is too long.
  init() throws(MachineError) {
    let preferred = FileManager.default.temporaryDirectory.path
    let parent = preferred.utf8.count < 80 ? preferred : "/tmp"
    var template = Array("\(parent)/kiln-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else {
      throw .file(path: "a folder in \(parent)", reason: String(cString: strerror(errno)))
    }
    path = String(cString: made)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}
