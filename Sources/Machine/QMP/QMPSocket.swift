private import Foundation
private import Text

/// A connected UNIX socket, read by a thread of its own, since the reads block.
final class QMPSocket: Sendable {
  private let descriptor: CInt

  /// Connects at once or not at all.
  init(path: String) throws(QMPError) { descriptor = try Self.connected(to: path) }

  /// A descriptor that is connected to a UNIX socket; whoever asks for it closes it.
  static func connected(to path: String) throws(QMPError) -> CInt {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path)
    guard path.utf8.count < room else {
      throw .cannotConnect(path: path, reason: "the path is over \(room - 1) bytes")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
    let failure = descriptor < 0 ? errno : 0
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    if status != 0 {
      let number = failure != 0 ? failure : errno
      if descriptor >= 0 { close(descriptor) }
      throw .cannotConnect(path: path, reason: String(cString: strerror(number)))
    }
    return descriptor
  }

  deinit {
    close(descriptor)
  }

  /// Sends without waiting: a peer that leaves its buffer full does not read at all.
  func send(_ bytes: [UInt8]) throws(QMPError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { buffer in
        Foundation.send(descriptor, buffer.baseAddress, buffer.count, CInt(MSG_NOSIGNAL) | CInt(MSG_DONTWAIT))
      }
      if count < 0 && errno == EINTR { continue }
      if count < 0 { throw .cannotSend(reason: String(cString: strerror(errno))) }
      rest = rest.dropFirst(count)
    }
  }

  /// Ends the connection, and with it the reading.
  func disconnect() {
    shutdown(descriptor, CInt(SHUT_RDWR))
  }

  /// The lines that come, until the connection ends. To be called once.
  func lines() -> AsyncStream<[UInt8]> {
    let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self)
    let thread = Thread { [self] in
      read(into: continuation)
    }
    thread.name = "qmp"
    thread.start()
    return stream
  }

  /// No line of QMP comes near; a peer that sends more without a line feed is not QEMU.
  private static let longestLine = 1 << 20

  private func read(into continuation: AsyncStream<[UInt8]>.Continuation) {
    var splitter = LineSplitter()
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { break }
      for line in splitter.lines(adding: buffer[..<count]) where !line.isEmpty { continuation.yield(line) }
      if splitter.rest.count > Self.longestLine { break }
    }
    continuation.finish()
  }
}
