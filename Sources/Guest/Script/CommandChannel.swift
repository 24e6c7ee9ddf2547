import Foundation
import Glibc
import Synchronization

/// What takes the bytes that come through a ``CommandChannel``.
protocol ChannelReader: Sendable {
  /// Takes bytes from the guest and returns those to answer with.
  func receive(_ bytes: ArraySlice<UInt8>) -> [UInt8]
  /// The channel broke off.
  func end()
}

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
    /// Who read what came from it wanted no more.
    case refused
  }

  private struct State {
    var listener: Int32
    var connection: Int32?
    var process: pid_t?
    var stop: Stop?
    var reader: (any ChannelReader)?
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
  func attach(_ reader: (any ChannelReader)?) {
    state.withLock { $0.reader = reader }
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
      let reply = state.withLock { $0.reader }?.receive(buffer[..<count]) ?? []
      UnixSocket.send(reply, to: connection)
    }
    // From here on the process number may belong to another.
    let reader = state.withLock { state in
      state.process = nil
      return state.reader
    }
    reader?.end()
  }
}

/// The few socket calls that the channel needs.
private enum UnixSocket {
  /// A socket that listens at `path`, which must not exist.
  static func listen(at path: String) throws(GuestError) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw .channel(reason: "path too long for a socket: \(path)")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw failure("socket") }
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard bound == 0, Glibc.listen(descriptor, 1) == 0 else {
      defer { close(descriptor) }
      throw failure(path)
    }
    return descriptor
  }

  /// The process at the other end, as it was when it connected.
  static func peer(of descriptor: Int32) -> pid_t? {
    // struct ucred, which Glibc's module hides behind _GNU_SOURCE: pid, uid, gid.
    var credentials: (pid_t, uid_t, gid_t) = (0, 0, 0)
    var size = socklen_t(MemoryLayout.size(ofValue: credentials))
    guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0, credentials.0 > 0 else {
      return nil
    }
    return credentials.0
  }

  /// Sends all of it, or what the other end takes before it goes; its going shows at the next read.
  static func send(_ bytes: [UInt8], to descriptor: Int32) {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let sent = Glibc.send(
          descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count, Int32(MSG_NOSIGNAL))
        if sent < 0, errno == EINTR { continue }
        guard sent > 0 else { return }
        rest = rest.dropFirst(sent)
      }
    }
  }

  private static func failure(_ what: String) -> GuestError {
    let code = errno
    return .channel(reason: "\(what): \(String(cString: strerror(code)))", code: code)
  }
}

/// A folder in /tmp that only this user may enter; the runtime folder may be too long a path for a socket's address.
struct PrivateFolder: Sendable {
  let path: String

  init() throws(GuestError) {
    var template = Array("/tmp/kiln-XXXXXX".utf8CString)
    let made = template.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap { mkdtemp($0) } }
    guard let made else {
      let code = errno
      throw .channel(reason: "cannot make a folder in /tmp: \(String(cString: strerror(code)))", code: code)
    }
    path = String(cString: made)
  }

  func remove() {
    try? FileManager.default.removeItem(atPath: path)
  }
}
