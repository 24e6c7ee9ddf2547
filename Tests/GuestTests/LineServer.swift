import Foundation

/// A TCP server on the loopback that holds its one client until told what to answer.
final class LineServer: Sendable {
  let port: UInt16
  private let listener: Int32

  init() throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 1) == 0 && getsockname(listener, $0, &size) == 0
      }
    }
    guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
    port = UInt16(bigEndian: address.sin_port)
  }

  deinit { close(listener) }

  /// Accepts the client, sends the line and closes; returns at once.
  func answer(with line: String) {
    let thread = Thread { [self] in
      let client = accept(listener, nil, nil)
      let bytes = Array("\(line)\n".utf8)
      _ = write(client, bytes, bytes.count)
      close(client)
    }
    thread.start()
  }
}
