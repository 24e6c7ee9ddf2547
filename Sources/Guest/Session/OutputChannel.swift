import Foundation

/// A virtio port of the appliance that ends in a file on the host, since libguestfs hands a command's output over
/// only when the command has ended.
final class OutputChannel: Sendable {
  /// The port's name, as found in the appliance below `/dev/virtio-ports`.
  static let port = "org.kiln.output"

  let path: String

  init() throws(GuestError) {
    path =
      FileManager.default.temporaryDirectory.appendingPathComponent("kiln-output-\(UUID().uuidString)").path
    guard FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
    else {
      throw GuestError(action: "create \(path)", reason: String(cString: strerror(errno)))
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The bytes that are there now.
  var size: UInt64 {
    var status = stat()
    return stat(path, &status) == 0 ? UInt64(status.st_size) : 0
  }
}
