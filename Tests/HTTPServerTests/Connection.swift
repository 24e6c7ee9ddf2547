import Foundation
import HTTPServer
import Testing

/// A bare connection, to send what no proper client would.
final class Connection: Sendable {
  let descriptor: Int32

  init(to server: HTTPServer) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = server.port.bigEndian
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    try connect(&address)
  }

  /// To a UNIX socket, by a short path.
  init(toSocket path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    try connect(&address)
  }

  private func connect<Address>(_ address: inout Address) throws {
    let (descriptor, size) = (descriptor, socklen_t(MemoryLayout<Address>.size))
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(descriptor, $0, size) }
    }
    try #require(result == 0)
    // A server that never answers fails the test, and does not hang it.
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(descriptor) }

  /// Whether all of it was taken.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
  }

  @discardableResult
  func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// The answer's status; nil when the server closed the connection without one.
  func status() -> Int? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    guard count > 0 else { return nil }
    let words = String(decoding: buffer.prefix(count), as: UTF8.self).split(separator: " ")
    return words.count > 1 ? Int(words[1]) : nil
  }

  /// Sends one byte now and then until the server has had enough.
  ///
  /// - Returns: whether it had within the time.
  func drips(until deadline: ContinuousClock.Instant) async throws -> Bool {
    while ContinuousClock.now < deadline {
      guard send("a") else { return true }
      try await Task.sleep(for: .milliseconds(50))
    }
    return false
  }
}
