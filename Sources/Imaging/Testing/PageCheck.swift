import Failures
import Foundation
import Images
import Recipes

/// A page that is asked for from outside a guest, through a port of this host that leads to it.
///
/// HTTP/1.0 (RFC 1945): one request a connection, and the body ends with it. The server is not trusted: little is read, and not for
/// long.
struct PageCheck: Sendable {
  let page: RecipeTest.HTTP
  /// Of 127.0.0.1.
  let port: UInt16
  /// From the request to the end of the page.
  var limit = Duration.seconds(60)
  var attempts = 3

  private static let largest = 1 << 20

  /// - Throws: `CancellationError`.
  func judgement() async throws -> (Judgement, output: String?) {
    var judgement = Judgement.failed("nothing was asked")
    var output: String?
    for attempt in 1...attempts {
      if attempt > 1 { try await Task.sleep(for: .seconds(2)) }
      let answer = await answer()
      (judgement, output) = (Self.judge(answer, page), answer.map { String(decoding: $0, as: UTF8.self) })
      if judgement.outcome == .passed { break }
    }
    return (judgement, output)
  }

  /// - Parameter answer: all bytes that came; nil where there was no connection.
  static func judge(_ answer: [UInt8]?, _ page: RecipeTest.HTTP) -> Judgement {
    guard let answer, !answer.isEmpty else { return .failed("nothing answers on port \(page.port)") }
    let text = String(decoding: answer, as: UTF8.self)
    let words = text.prefix { !$0.isNewline }.split(separator: " ")
    guard words.count > 1, words[0].hasPrefix("HTTP/"), let status = Int(words[1]) else {
      return .failed("port \(page.port) does not answer in HTTP")
    }
    guard status == page.status else {
      return .failed("the status is \(status), and should be \(page.status)")
    }
    guard let wanted = page.body else { return .passed }
    guard let body = body(of: answer), String(decoding: body, as: UTF8.self).contains(wanted) else {
      return .failed("the page does not have '\(wanted)' in it")
    }
    return .passed
  }

  /// What comes after an empty line.
  private static func body(of answer: [UInt8]) -> ArraySlice<UInt8>? {
    for index in answer.indices where answer[index] == UInt8(ascii: "\n") {
      let rest = answer[(index + 1)...]
      for end in ["\r\n", "\n"] where rest.starts(with: end.utf8) { return rest.dropFirst(end.utf8.count) }
    }
    return nil
  }

  private func answer() async -> [UInt8]? {
    await withCheckedContinuation { continuation in
      let thread = Thread { continuation.resume(returning: read()) }
      thread.name = "page"
      thread.start()
    }
  }

  private func read() -> [UInt8]? {
    let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    let end = SuspendingClock.now + limit
    var time = timeval(tv_sec: Int(limit.components.seconds), tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    guard Loopback.with(port, { connect(descriptor, $0, $1) }) == 0 else { return nil }
    let request =
      "GET \(page.path) HTTP/1.0\r\nHost: localhost\r\nUser-Agent: kiln\r\nConnection: close\r\n\r\n"
    guard send(descriptor, request, request.utf8.count, CInt(MSG_NOSIGNAL)) == request.utf8.count
    else { return nil }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    while answer.count < Self.largest, SuspendingClock.now < end {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      answer += buffer[..<count]
    }
    return answer
  }
}
