import Foundation
import Machine
import Synchronization
import Testing

@testable import Imaging

/// With a pair of sockets for the guest's port, and a pseudo-terminal for the user's.
struct ConsoleRelayTests {
  @Test func aTerminalIsJoinedAndGivenBack() async throws {
    let guest = try SocketPair()
    let terminal = try PseudoTerminal()
    let before = terminal.settings
    let relay = ConsoleRelay(guest.port, input: terminal.user, output: terminal.user)
    #expect(relay.isInteractive)
    #expect(terminal.settings.c_lflag & tcflag_t(ICANON | ECHO | ISIG) == 0)

    guest.write("\u{1B}[1mlogin: ")
    #expect(terminal.read(until: "login: ") == "\u{1B}[1mlogin: ", "as it is")
    terminal.type("root\r\u{03}")
    #expect(guest.read(until: "\u{03}") == "root\r\u{03}")

    var requests = relay.escapes.makeAsyncIterator()
    terminal.type("\u{1D}")
    #expect(await requests.next() == .powerDown)
    relay.say("once more")
    #expect(terminal.read(until: "more\r\n") == "\r\nonce more\r\n")
    terminal.type("\u{1D}")
    #expect(await requests.next() == .stop)

    relay.stopInput()
    #expect(terminal.settings.c_lflag == before.c_lflag)
    guest.write("bye")
    #expect(terminal.read(until: "bye") == "bye", "what the guest writes is shown on")
    guest.close()
    #expect(await requests.next() == nil)
  }

  @Test func theEndOfTheGuestGivesTheTerminalBack() async throws {
    let guest = try SocketPair()
    let terminal = try PseudoTerminal()
    let before = terminal.settings
    let relay = ConsoleRelay(guest.port, input: terminal.user, output: terminal.user)
    guest.close()
    for await _ in relay.escapes {}
    #expect(terminal.settings.c_lflag == before.c_lflag)
  }

  @Test func aFileGetsPlainLines() async throws {
    let guest = try SocketPair()
    let terminal = try PseudoTerminal()
    let folder = try Scratch()
    let output = open(folder.file("console"), O_WRONLY | O_CREAT, 0o600)
    defer { close(output) }
    let before = terminal.settings
    let relay = ConsoleRelay(guest.port, input: terminal.user, output: output)
    #expect(!relay.isInteractive)
    #expect(terminal.settings.c_lflag == before.c_lflag)
    terminal.type("not for the guest\n")
    guest.write("\u{1B}[32mok\u{1B}[0m\r\nweb login: ")
    guest.close()
    for await _ in relay.escapes {}
    #expect(try String(contentsOfFile: folder.file("console"), encoding: .utf8) == "ok\nweb login: \n")
    #expect(guest.pending == 0)
  }
}

/// Two ends of a stream: one is the relay's, the other the guest's.
private final class SocketPair: Sendable {
  let port: SerialPort
  private let end: Int32

  init() throws {
    var ends: [Int32] = [-1, -1]
    try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    port = SerialPort(descriptor: ends[0])
    end = ends[1]
  }

  func write(_ text: String) {
    _ = Array(text.utf8).withUnsafeBytes { Foundation.write(end, $0.baseAddress, $0.count) }
  }

  func read(until ending: String) -> String { readText(end, until: ending) }

  /// Bytes that nobody has read.
  var pending: Int {
    var count: Int32 = 0
    _ = ioctl(end, UInt(FIONREAD), &count)
    return Int(count)
  }

  func close() { shutdown(end, Int32(SHUT_RDWR)) }

  deinit { Foundation.close(end) }
}

private final class PseudoTerminal: Sendable {
  /// The end that a program has as its terminal.
  let user: Int32
  private let screen: Int32

  init() throws {
    screen = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    // TIOCSPTLCK and TIOCGPTN of ioctl_tty(2), which are not imported: unlocked, and its number.
    var (lock, number): (Int32, Int32) = (0, 0)
    try #require(ioctl(screen, 0x4004_5431, &lock) == 0 && ioctl(screen, 0x8004_5430, &number) == 0)
    user = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    try #require(user >= 0)
  }

  var settings: termios {
    var settings = termios()
    tcgetattr(user, &settings)
    return settings
  }

  func type(_ text: String) {
    _ = Array(text.utf8).withUnsafeBytes { write(screen, $0.baseAddress, $0.count) }
  }

  func read(until ending: String) -> String { readText(screen, until: ending) }

  deinit {
    close(user)
    close(screen)
  }
}

/// What comes until it ends so; what there is after ten seconds.
private func readText(_ descriptor: Int32, until ending: String) -> String {
  var bytes: [UInt8] = []
  var end = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
  while !bytes.ends(with: Array(ending.utf8)), poll(&end, 1, 10_000) > 0 {
    var buffer = [UInt8](repeating: 0, count: 1024)
    let count = read(descriptor, &buffer, buffer.count)
    guard count > 0 else { break }
    bytes += buffer[..<count]
  }
  return String(decoding: bytes, as: UTF8.self)
}

extension Array where Element: Equatable {
  fileprivate func ends(with ending: [Element]) -> Bool { suffix(ending.count).elementsEqual(ending) }
}
