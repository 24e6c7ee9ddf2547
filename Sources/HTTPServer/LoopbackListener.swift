private import Glibc

/// A listening socket on a free port of 127.0.0.1.
struct LoopbackListener {
  let descriptor: Int32
  let port: UInt16

  init() throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw Self.error("open a socket for") }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic -> Int32 in
        guard bind(descriptor, generic, length) == 0, listen(descriptor, 64) == 0 else { return -1 }
        return getsockname(descriptor, generic, &length)
      }
    }
    guard result == 0 else {
      let error = Self.error("bind")
      Glibc.close(descriptor)
      throw error
    }
    self.descriptor = descriptor
    port = UInt16(bigEndian: address.sin_port)
  }

  func close() { Glibc.close(descriptor) }

  private static func error(_ action: String) -> HTTPServerError {
    HTTPServerError(action: action, reason: systemReason())
  }
}
