private import Glibc

/// A listening socket; whoever serves from it closes it.
struct Listener {
  let descriptor: Int32
  let port: UInt16

  init(_ address: HTTPServer.Address) throws {
    switch address {
    case .loopback:
      let listener = try LoopbackListener()
      (descriptor, port) = (listener.descriptor, listener.port)
    case .socket(let path):
      (descriptor, port) = (try SocketListener(path: path).descriptor, 0)
    }
  }
}

/// A listening UNIX socket, in a folder that nobody but this user may enter.
private struct SocketListener {
  let descriptor: Int32

  /// Makes the socket; one that is there already is an error.
  init(path: String) throws {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw HTTPServerError(action: "open a socket for", reason: systemReason()) }
    do {
      try withSocketAddress(of: path) { folder, address, length in
        guard Self.isPrivate(folder) else {
          throw HTTPServerError(action: "start", reason: "other users may enter the folder of \(path)")
        }
        guard bind(descriptor, address.assumingMemoryBound(to: sockaddr.self), length) == 0,
          listen(descriptor, 64) == 0
        else {
          throw HTTPServerError(action: "bind \(path) for", reason: systemReason())
        }
      }
    } catch {
      Glibc.close(descriptor)
      throw error
    }
    self.descriptor = descriptor
  }

  /// Its mode decides who can connect, whatever the socket's own.
  private static func isPrivate(_ folder: Int32) -> Bool {
    var status = stat()
    return fstat(folder, &status) == 0 && status.st_uid == geteuid() && status.st_mode & 0o077 == 0
  }
}

/// Opens the folder of a UNIX socket and names the socket by it: an address has 107 bytes (unix(7)), a path may have more.
///
/// - Parameter body: given the address as bind(2) and connect(2) take it: a `sockaddr`, and its length.
/// - Throws: ``HTTPServerError``, and what `body` throws.
public func withSocketAddress<Value>(
  of path: String,
  _ body: (_ folder: Int32, _ address: UnsafeRawPointer, _ length: UInt32) throws -> Value
) throws -> Value {
  let end = path.lastIndex(of: "/") ?? path.startIndex
  let folder = open(String(path[..<end]) + "/", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard folder >= 0 else { throw HTTPServerError(action: "reach \(path) of", reason: systemReason()) }
  defer { close(folder) }
  let short = "/proc/self/fd/\(folder)" + path[end...]
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  guard short.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else {
    throw HTTPServerError(action: "reach \(path) of", reason: "the socket's name is too long")
  }
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: short.utf8) }
  return try withUnsafePointer(to: &address) { pointer in
    try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      try body(folder, UnsafeRawPointer($0), UInt32(MemoryLayout<sockaddr_un>.size))
    }
  }
}

func systemReason() -> String { String(cString: strerror(errno)) }

/// A listening socket on a free port of 127.0.0.1.
private struct LoopbackListener {
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
