import Digests
import Foundation
import Synchronization

/// An HTTP server on a free port whose answers the test writes byte by byte, so that it can misbehave as real ones do.
final class LoopbackServer: Sendable {
  struct Request: Sendable {
    var path: String
    var headers: [String: String]
  }

  struct Answer: Sendable {
    var status = 200
    var headers: [String: String] = [:]
    var body: [UInt8] = []
    /// How many bytes of the body are sent before the connection is closed; nil for all.
    var cutAfter: Int?
    /// Sent as it is, in place of all else.
    var raw: String?
    /// Bytes that are sent at a time, ten times a second; nil: as fast as may be.
    var drip: Int?
  }

  typealias Handler = @Sendable (Request) -> Answer

  let port: UInt16
  private let descriptor: Int32
  private let handler: Handler
  private let log = Mutex<[Request]>([])
  private let statusLog = Mutex<[Int]>([])

  init(_ handler: @escaping Handler) throws {
    self.handler = handler
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let isListening = withUnsafeMutableBytes(of: &address) { bytes in
      guard let base = bytes.bindMemory(to: sockaddr.self).baseAddress else { return false }
      return bind(descriptor, base, length) == 0 && listen(descriptor, 64) == 0
        && getsockname(descriptor, base, &length) == 0
    }
    guard isListening else { throw CocoaError(.fileReadUnknown) }
    port = UInt16(bigEndian: address.sin_port)
    let serve: @Sendable (Int32) -> Void = { [weak self] connection in self?.answer(connection) }
    Thread { Self.accept(descriptor, serve) }.start()
  }

  deinit {
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }

  /// Serves the files of a folder, each with its digest as validator.
  static func serving(_ folder: String) throws -> LoopbackServer {
    try LoopbackServer { request in
      let path = request.path.removingPercentEncoding ?? request.path
      guard let data = FileManager.default.contents(atPath: folder + path) else { return Answer(status: 404) }
      let tag = "\"\(sha256([UInt8](data)))\""
      if request.headers["if-none-match"] == tag { return Answer(status: 304) }
      return Answer(headers: ["ETag": tag], body: [UInt8](data))
    }
  }

  var url: String { "http://127.0.0.1:\(port)" }

  /// What was asked for so far.
  var requests: [Request] { log.withLock { $0 } }

  /// What was answered so far, in order.
  var statuses: [Int] { statusLog.withLock { $0 } }

  private static func accept(_ descriptor: Int32, _ serve: @escaping @Sendable (Int32) -> Void) {
    while true {
      let connection = Foundation.accept(descriptor, nil, nil)
      guard connection >= 0 else { return }
      Thread {
        serve(connection)
        close(connection)
      }.start()
    }
  }

  private func answer(_ connection: Int32) {
    guard let request = Self.request(on: connection) else { return }
    log.withLock { $0.append(request) }
    let answer = handler(request)
    statusLog.withLock { $0.append(answer.status) }
    if let raw = answer.raw {
      Self.send([UInt8](raw.utf8), to: connection)
      return
    }
    var head = "HTTP/1.1 \(answer.status) Answer\r\nConnection: close\r\n"
    head += "Content-Length: \(answer.body.count)\r\n"
    for (name, value) in answer.headers { head += "\(name): \(value)\r\n" }
    Self.send([UInt8]((head + "\r\n").utf8), to: connection)
    var rest = answer.body.prefix(answer.cutAfter ?? .max)
    while let drip = answer.drip, !rest.isEmpty, Self.send(Array(rest.prefix(drip)), to: connection) {
      rest = rest.dropFirst(drip)
      usleep(100_000)
    }
    if answer.drip == nil { Self.send(Array(rest), to: connection) }
  }

  private static func request(on connection: Int32) -> Request? {
    var text = ""
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !text.contains("\r\n\r\n") {
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return nil }
      text += String(decoding: buffer[..<count], as: UTF8.self)
    }
    let lines = text.components(separatedBy: "\r\n")
    let words = lines[0].split(separator: " ")
    guard words.count == 3 else { return nil }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.range(of: ": ") else { continue }
      headers[line[..<colon.lowerBound].lowercased()] = String(line[colon.upperBound...])
    }
    return Request(path: String(words[1]), headers: headers)
  }

  /// - Returns: false when the other end has gone.
  @discardableResult
  private static func send(_ bytes: [UInt8], to connection: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Foundation.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
