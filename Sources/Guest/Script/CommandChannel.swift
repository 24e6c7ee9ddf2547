import Foundation
import Synchronization

/// The host's end of a virtio-serial port between this process and a script in the appliance.
///
/// libguestfs returns a command's output only at its end; a port of our own carries it as it comes, and carries what
/// must stay off the disk the other way. QEMU connects to the UNIX socket as it starts, so its process is known from
/// the peer's credentials and can be ended while libguestfs waits for it.
final class CommandChannel: Sendable {
  /// The port's name in the appliance, below /dev/virtio-ports.
  static let port = "org.kiln.command"

  /// Why QEMU was ended.
  enum Stop: Sendable {
    case timedOut, cancelled
  }

  private struct State {
    var listener: Int32
    var connection: Int32?
    var process: pid_t?
    var stop: Stop?
    var command: CommandRun?
  }

  /// What to give QEMU to make the port.
  let arguments: [(String, String)]
  private let folder: PrivateFolder
  private let state: Mutex<State>

  init() throws(GuestError) {
    folder = try PrivateFolder()
    let path = folder.path + "/s"
    state = Mutex(State(listener: try UnixSocket.listen(at: path)))
    arguments = [
      ("-chardev", "socket,id=kiln,path=\(path)"),
      ("-device", "virtserialport,chardev=kiln,name=\(Self.port)"),
    ]
    let thread = Thread { [self] in serve() }
    thread.name = "guest channel"
    thread.start()
  }

  /// The one that output goes to from now on.
  func attach(_ command: CommandRun?) {
    state.withLock { $0.command = command }
  }

  var stopped: Stop? { state.withLock { $0.stop } }

  /// Ends QEMU, at once or as soon as it shows; the session is of no use afterwards.
  func stop(_ reason: Stop) {
    state.withLock { state in
      state.stop = state.stop ?? reason
      if let process = state.process { kill(process, SIGKILL) }
    }
  }

  /// Gives up waiting for QEMU; a connection ends by itself when QEMU does.
  func close() {
    state.withLock { state in
      if state.listener >= 0 { _ = shutdown(state.listener, Int32(SHUT_RDWR)) }
    }
  }

  private func serve() {
    let listener = state.withLock { $0.listener }
    let connection = accept(listener, nil, nil)
    state.withLock { state in
      Glibc.close(state.listener)
      state.listener = -1
      guard connection >= 0 else { return }
      state.connection = connection
      state.process = UnixSocket.peer(of: connection)
      if state.stop != nil, let process = state.process { kill(process, SIGKILL) }
    }
    folder.remove()
    guard connection >= 0 else { return }
    receive(from: connection)
    Glibc.close(connection)
  }

  private func receive(from connection: Int32) {
    var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = read(connection, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      let reply = state.withLock { $0.command }?.receive(buffer[..<count]) ?? []
      UnixSocket.send(reply, to: connection)
    }
    // From here on the process number may belong to another.
    let command = state.withLock { state in
      state.process = nil
      return state.command
    }
    command?.end()
  }
}
