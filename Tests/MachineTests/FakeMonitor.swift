import Foundation

/// A monitor that answers as a test wants: one connection, on a thread of its own.
struct FakeMonitor {
  let path: String

  /// - Parameter answer: given each line that comes, the bytes to send; nil hangs up. The greeting answers "".
  init(in scratch: Scratch, answer: @escaping @Sendable (String) -> String?) throws {
    path = scratch.file("monitor-\(UUID().uuidString.prefix(8))")
    let listener = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard status == 0, listen(listener, 1) == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
    Thread.detachNewThread { [listener] in Self.serve(listener, answer) }
  }

  /// Answers `qmp_capabilities` as QEMU does, and leaves the rest to the test.
  static func afterHandshake(
    _ answer: @escaping @Sendable (String) -> String?
  ) -> @Sendable (String) -> String? {
    { line in
      if line.isEmpty { return #"{"QMP": {"version": {}, "capabilities": []}}"# + "\r\n" }
      return line.contains("qmp_capabilities") ? #"{"return": {}, "id": 1}"# + "\r\n" : answer(line)
    }
  }

  private static func serve(_ listener: CInt, _ answer: (String) -> String?) {
    let connection = accept(listener, nil, nil)
    close(listener)
    guard connection >= 0 else { return }
    defer { close(connection) }
    var line = ""
    while let text = answer(line) {
      let bytes = Array(text.utf8)
      _ = send(connection, bytes, bytes.count, CInt(MSG_NOSIGNAL))
      guard let next = readLine(from: connection) else { return }
      line = next
    }
  }

  private static func readLine(from connection: CInt) -> String? {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while recv(connection, &byte, 1, 0) == 1 {
      if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
      line.append(byte)
    }
    return nil
  }
}
