import Files
import Foundation
import Glibc
import HTTPServer
import Storage
import Text

/// The way for another process of this user into the guest of a running try: a UNIX socket in the store's work.
///
/// Only processes of the same user may connect. A connection is one script, sent whole. What comes back is lines: one that the script prints after `>`; last its exit status
/// after `=`, or after `!` why it was not run.
enum TrySocket {
  /// The folder that keeps another try of the recipe from answering, too.
  static func folder(of recipe: String) -> String { "visit-\(recipe)" }

  static func path(of recipe: String, in store: Store) -> String {
    "\(store.work)/\(folder(of: recipe))/socket"
  }

  /// No script of a person comes near.
  static let longestScript = 1 << 20
}

/// Takes scripts for the guest of a try, until it is stopped.
public final class TryListener: Sendable {
  private let folder: WorkFolder
  private let descriptor: Int32

  /// - Parameter take: gets each script, on a thread of its own.
  /// - Returns: nil where another try of the recipe answers.
  /// - Throws: ``TryError``, `FileError`.
  public init?(
    for recipe: String, in store: Store, take: @escaping @Sendable (_ script: String, TryAnswer) -> Void
  ) throws {
    guard let folder = try store.scratch(TrySocket.folder(of: recipe)) else { return nil }
    do {
      descriptor = try Self.listening(at: TrySocket.path(of: recipe, in: store))
    } catch {
      folder.discard()
      throw error
    }
    self.folder = folder
    let thread = Thread { [descriptor] in Self.serve(on: descriptor, take) }
    thread.name = "try"
    thread.start()
  }

  private static func listening(at path: String) throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    do {
      try withSocketAddress(of: path) { _, address, length in
        // Nobody connects before it listens.
        guard bind(descriptor, address.assumingMemoryBound(to: sockaddr.self), length) == 0,
          chmod(path, 0o600) == 0, listen(descriptor, 4) == 0
        else { throw TryError("\(path): \(String(cString: strerror(errno)))") }
      }
      return descriptor
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// Takes no further script.
  public func stop() {
    shutdown(descriptor, Int32(SHUT_RDWR))
    folder.discard()
  }

  deinit { close(descriptor) }

  private static func serve(
    on listener: Int32, _ take: @Sendable (_ script: String, TryAnswer) -> Void
  ) {
    while true {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 || errno == EINTR || errno == ECONNABORTED else { return }
      guard connection >= 0 else { continue }
      _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
      // Who sends nothing, or reads nothing, keeps nobody else waiting.
      var limit = timeval(tv_sec: 5, tv_usec: 0)
      for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
        setsockopt(connection, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
      }
      let answer = TryAnswer(connection)
      guard isOwn(connection) else {
        answer.refuse("it is another user's")
        continue
      }
      guard let script = readAll(connection, limit: TrySocket.longestScript) else {
        answer.refuse("the script did not come whole, or has more than \(TrySocket.longestScript) bytes")
        continue
      }
      take(String(decoding: script, as: UTF8.self), answer)
    }
  }

  /// What is sent until the sender ends it; nil where that does not come, or it is too much.
  private static func readAll(_ connection: Int32, limit: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    var isWhole = true
    while let piece = received(on: connection) {
      if piece.isEmpty { return isWhole ? bytes : nil }
      // Read on all the same: who still sends would not see the answer.
      isWhole = isWhole && bytes.count + piece.count <= limit
      if isWhole { bytes += piece }
    }
    return nil
  }
}

/// What a script of another process is answered; a reader that is gone is nobody's loss.
public final class TryAnswer: Sendable {
  private let descriptor: Int32

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// A line that the script prints.
  public func line(_ text: String) { send(">\(text)\n") }

  /// The script has ended.
  public func end(_ status: Int32) { send("=\(status)\n") }

  /// It was not run.
  public func refuse(_ reason: String) {
    send("!\(reason.split(whereSeparator: \.isNewline).joined(separator: "; "))\n")
  }

  private func send(_ text: String) { sendAll(Array(text.utf8), on: descriptor) }
}

/// Sends all, or what a peer takes before it goes away.
private func sendAll(_ bytes: [UInt8], on descriptor: Int32) {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else {
      // Who has not read for so long is not waited for again.
      shutdown(descriptor, Int32(SHUT_RDWR))
      return
    }
    rest = rest.dropFirst(count)
  }
}

/// Whether the process at the other end is this user's, as unix(7) knows it (SO_PEERCRED).
private func isOwn(_ descriptor: Int32) -> Bool {
  // struct ucred, which Glibc's module hides behind _GNU_SOURCE: pid, uid, gid.
  var credentials: (pid_t, uid_t, gid_t) = (0, 0, 0)
  var size = socklen_t(MemoryLayout.size(ofValue: credentials))
  return getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0
    && credentials.1 == geteuid()
}

/// What has come; empty at the end, nil where nothing comes any more.
private func received(on descriptor: Int32) -> ArraySlice<UInt8>? {
  var buffer = [UInt8](repeating: 0, count: 4096)
  while true {
    let count = recv(descriptor, &buffer, buffer.count, 0)
    if count < 0, errno == EINTR { continue }
    return count < 0 ? nil : buffer[..<count]
  }
}

/// Looks into a try that another process of this user runs.
public enum TryVisit {
  private static let readers = BlockingPool(limit: 1)

  /// Runs a script in the guest, as the last try has left it.
  ///
  /// - Parameters:
  ///   - recipe: its name.
  ///   - onLine: gets each line that it prints.
  /// - Returns: its exit status.
  /// - Throws: ``TryError`` where no try of the recipe runs, or the script was not run; `CancellationError`.
  public static func run(
    _ script: String, in recipe: String, of store: Store, onLine: @escaping @Sendable (String) -> Void
  ) async throws -> Int32 {
    let descriptor = try connect(to: recipe, of: store)
    defer { close(descriptor) }
    let status = try await withTaskCancellationHandler {
      try await readers.run { try talk(script, on: descriptor, onLine) }
    } onCancel: {
      shutdown(descriptor, Int32(SHUT_RDWR))
    }
    try Task.checkCancellation()
    guard let status else { throw TryError("'kiln try \(recipe)' has ended meanwhile") }
    return status
  }

  private static func connect(to recipe: String, of store: Store) throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    let result = try? withSocketAddress(of: TrySocket.path(of: recipe, in: store)) { _, address, length in
      Glibc.connect(descriptor, address.assumingMemoryBound(to: sockaddr.self), length)
    }
    // In a store that a group shares, its folder might be another's.
    guard result == 0, isOwn(descriptor) else {
      close(descriptor)
      throw TryError(
        "no 'kiln try \(recipe)' of yours is running over the store \(store.root): start one in another terminal"
      )
    }
    return descriptor
  }

  /// - Returns: nil where the other side went away.
  private static func talk(
    _ script: String, on descriptor: Int32, _ onLine: (String) -> Void
  ) throws -> Int32? {
    sendAll(Array(script.utf8), on: descriptor)
    shutdown(descriptor, Int32(SHUT_WR))
    var splitter = LineSplitter()
    while let bytes = received(on: descriptor), !bytes.isEmpty {
      for line in splitter.lines(adding: bytes) {
        let text = String(decoding: line.dropFirst(), as: UTF8.self)
        switch line.first {
        case UInt8(ascii: ">"): onLine(text)
        case UInt8(ascii: "="): return Int32(text)
        default: throw TryError(text)
        }
      }
    }
    return nil
  }
}
