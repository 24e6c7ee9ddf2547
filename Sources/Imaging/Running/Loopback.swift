import Failures
import Foundation
import Machine

/// Ports of this host's loopback address, 127.0.0.1, which nobody else can reach.
enum Loopback {
  /// A port that nothing listens on now.
  static func freePort() throws -> UInt16 { try bound(0) }

  /// Refuses ports of this host that something listens on, or that this user may not have.
  ///
  /// - Throws: `BuildError` that names the port.
  static func check(_ forwards: [MachineConfiguration.Forward]) throws {
    for (index, forward) in forwards.enumerated() {
      if forwards[..<index].contains(where: { $0.hostPort == forward.hostPort }) {
        throw BuildError(.inUse, "port \(forward.hostPort) of this host is to be forwarded twice")
      }
      _ = try bound(forward.hostPort)
    }
  }

  /// Takes a port and lets it go.
  private static func bound(_ port: UInt16) throws -> UInt16 {
    let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw refusal(port) }
    defer { close(descriptor) }
    // As QEMU does: what a connection that is over has left behind is in nobody's way.
    var on: CInt = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<CInt>.size))
    guard with(port, { bind(descriptor, $0, $1) }) == 0 else { throw refusal(port) }
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
    }
    guard status == 0 else { throw refusal(port) }
    return UInt16(bigEndian: address.sin_port)
  }

  private static func refusal(_ port: UInt16) -> BuildError {
    switch errno {
    case EADDRINUSE:
      BuildError(.inUse, "port \(port) of this host is taken: forward another one")
    case EACCES:
      BuildError(.noPermission, "port \(port) of this host is for root alone: forward one from 1024 on")
    case let code:
      BuildError(.hostFile, "port \(port) of this host cannot be had: \(String(cString: strerror(code)))")
    }
  }

  /// Hands on the address of a port.
  static func with(
    _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt
  ) -> CInt {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    address.sin_port = port.bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}

extension MachineConfiguration.Forward {
  /// - Parameter text: such as `8080:80`, the port of this host first; nil for anything else.
  public init?(_ text: String) {
    let ports = text.split(separator: ":", omittingEmptySubsequences: false).map { part in
      part.allSatisfy { $0.isASCII && $0.isNumber } ? UInt16(part) : nil
    }
    guard ports.count == 2, let host = ports[0], let guest = ports[1], host > 0, guest > 0 else { return nil }
    self.init(hostPort: host, guestPort: guest)
  }
}
