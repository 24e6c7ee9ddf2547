import Foundation

/// A folder in /tmp that only this user may enter; the runtime folder may be too long a path for a socket's address.
struct PrivateFolder: Sendable {
  let path: String

  init() throws(GuestError) {
    var template = Array("/tmp/kiln-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap { mkdtemp($0) } }
    guard let made else {
      throw .channel(reason: "cannot make a folder in /tmp: \(String(cString: strerror(errno)))")
    }
    path = String(cString: made)
  }

  func remove() {
    try? FileManager.default.removeItem(atPath: path)
  }
}
