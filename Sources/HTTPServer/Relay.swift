private import Glibc

/// Hands a stream to a server on a UNIX socket: the program that QEMU starts for each connection a guest opens to an address
/// of `guestfwd` (qemu(1)), its standard input and output the stream.
public enum Relay {
  /// What a program is started with to be a relay; no verb for people.
  private static let word = "relay-answers"

  /// Seconds. The server ends a request before that; a guest that reads nothing would keep a relay from seeing it.
  private static let lifetime: UInt32 = 150

  /// The command line that makes a program a relay, if that program begins with ``run(_:)``.
  public static func command(program: String, socket: String) -> [String] { [program, word, socket] }

  /// Is a relay until the stream or the server ends, when that is what the program was started for.
  ///
  /// - Parameter words: the program's, without its name.
  /// - Returns: an exit status; nil for words that say something else.
  public static func run(_ words: [String]) -> Int32? {
    guard words.count == 2, words[0] == word else { return nil }
    // Nothing is said of a failure: standard error is the stream, too (libslirp, `fork_exec`).
    alarm(lifetime)
    guard let server = try? connect(to: words[1]) else { return 1 }
    copy(server)
    return 0
  }

  /// Connects at once, or not at all: a guest must not pile up processes that wait on this host.
  private static func connect(to path: String) throws -> Int32 {
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let server = socket(AF_UNIX, kind, 0)
    let result = try withSocketAddress(of: path) { _, address, length in
      Glibc.connect(server, address.assumingMemoryBound(to: sockaddr.self), length)
    }
    guard server >= 0, result == 0, fcntl(server, F_SETFL, 0) == 0 else {
      throw HTTPServerError(action: "reach", reason: systemReason())
    }
    return server
  }

  /// Copies both ways until the server has ended; the end of what the guest sends is handed on.
  private static func copy(_ server: Int32) {
    var ends = [
      pollfd(fd: server, events: Int16(POLLIN), revents: 0),
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
    ]
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while poll(&ends, 2, -1) > 0 || errno == EINTR {
      if ends[0].revents != 0 {
        guard move(server, STDOUT_FILENO, &buffer) > 0 else { return }
      }
      if ends[1].revents != 0 {
        let count = move(STDIN_FILENO, server, &buffer)
        if count < 0 { return }
        if count == 0 {
          shutdown(server, Int32(SHUT_WR))
          ends[1].fd = -1
        }
      }
    }
  }

  /// - Returns: bytes; 0 at the end, -1 when one side is gone.
  private static func move(_ source: Int32, _ target: Int32, _ buffer: inout [UInt8]) -> Int {
    let count = read(source, &buffer, buffer.count)
    var written = 0
    while written < count {
      let more = buffer[written..<count].withUnsafeBytes { write(target, $0.baseAddress, $0.count) }
      guard more > 0 else { return -1 }
      written += more
    }
    return count
  }
}
