import Dispatch
import Foundation
import Synchronization

extension GuestSession {
  /// Hands on everything in the mounted system as one tar, in pax format: with extended attributes, times to the
  /// nanosecond, holes, links and devices as they are.
  ///
  /// The appliance's own tar reads; no program of the image runs. It goes through a port of our own, which under emulation takes
  /// half the time of libguestfs' own `tar_out`.
  /// - Parameters:
  ///   - limit: how long it may take; nil is for ever.
  ///   - read: takes the tar from a path that can be opened once, on another thread. Should it throw, the appliance is ended: what it
  ///     still had to send might have no end.
  /// - Throws: ``GuestError``, or what `read` threw; `CancellationError` if the task was cancelled, which ends the appliance.
  public func pack<Value: Sendable>(
    within limit: Duration? = nil, _ read: @escaping @Sendable (_ path: String) throws -> Value
  ) async throws -> Value {
    let stream = try PackStream(read) { [channel] in channel.stop(.refused) }
    channel.attach(stream)
    defer { channel.attach(nil) }
    let count: Int
    do {
      count = try await interruptible("reading the system's files", limit: limit) {
        try PackScript.count(of: try handle.applianceShell(PackScript.text))
      }
    } catch {
      stream.end()
      if channel.stopped == .refused { _ = try stream.outcome() }
      throw error
    }
    return try stream.finish(after: count)
  }
}

/// The shell program of the appliance that packs the system's files.
enum PackScript {
  /// Large blocks, since each write to the port costs a round trip to QEMU. Of a socket tar says that it is left out.
  static let text = """
    cd /sysroot || exit 1
    { tar --create --blocking-factor=512 --format=pax --pax-option=delete=atime,delete=ctime --sparse \
      --xattrs '--xattrs-include=*' --numeric-owner --warning=no-file-ignored --file=- . 2> /tmp/kiln-tar.log
      echo $? > /tmp/kiln-tar.status
    } | dd of=/dev/virtio-ports/\(CommandChannel.port) bs=1M iflag=fullblock 2>&1 |
      sed -n 's/^\\([0-9]*\\) bytes.*/\\1/p'
    cat /tmp/kiln-tar.status
    head -c 1000 /tmp/kiln-tar.log
    """

  /// How many bytes went through the port, as the script says in its first line.
  static func count(of output: String) throws(GuestError) -> Int {
    let lines = output.split(separator: "\n").map(String.init)
    guard let count = lines.first.flatMap({ Int($0) }), lines.count > 1, lines[1] == "0" else {
      let reason = lines.dropFirst(2).joined(separator: "; ")
      throw .call(name: "tar", subject: "the system's files", reason: reason.isEmpty ? output : reason)
    }
    return count
  }
}

/// Bytes that come through the channel, on their way through a pipe to a thread that reads them as a file.
private final class PackStream<Value: Sendable>: ChannelReader {
  private struct State {
    var received = 0
    /// nil once it is closed.
    var writing: Int32?
    var result: Result<Value, any Error>?
  }

  private let reading: Int32
  private let state: Mutex<State>
  private let arrival = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  init(
    _ read: @escaping @Sendable (String) throws -> Value, onRefusal: @escaping @Sendable () -> Void
  ) throws(GuestError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .system("pipe", errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // As large as a pipe may be without a privilege; F_SETPIPE_SZ of fcntl(2), which Glibc's module hides.
    _ = fcntl(ends[1], 1031, 1 << 20)
    reading = ends[0]
    state = Mutex(State(writing: ends[1]))
    let thread = Thread { [self] in
      let outcome = Result { try read("/dev/fd/\(reading)") }
      if case .failure = outcome { onRefusal() }
      // A tar is filled up behind its end; who writes must not wait for ever.
      var rest = [UInt8](repeating: 0, count: 1 << 16)
      while Foundation.read(reading, &rest, rest.count) > 0 {}
      close(reading)
      state.withLock { $0.result = outcome }
      ended.signal()
    }
    thread.name = "guest files"
    thread.start()
  }

  func receive(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    state.withLock { state in
      guard let writing = state.writing else { return }
      Self.write(bytes, to: writing)
      state.received += bytes.count
    }
    arrival.signal()
    return []
  }

  /// The reader takes all of it, whatever it makes of it.
  private static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let count = Foundation.write(
          descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return }
        rest = rest.dropFirst(count)
      }
    }
  }

  func end() {
    let writing = state.withLock { state in
      defer { state.writing = nil }
      return state.writing
    }
    if let writing { close(writing) }
    arrival.signal()
  }

  /// Waits until all bytes that were sent have come, and for what the reader makes of them.
  func finish(after count: Int) throws -> Value {
    // They are on their way; the limit guards against a guest that lies.
    while state.withLock({ $0.received < count && $0.writing != nil }) {
      guard arrival.wait(timeout: .now() + 30) == .success else { break }
    }
    let received = state.withLock { $0.received }
    end()
    guard received == count else {
      ended.wait()
      throw GuestError.channel(reason: "\(received) of \(count) bytes of the system's files came")
    }
    return try outcome()
  }

  /// What the reader made of it, once it is done.
  func outcome() throws -> Value {
    ended.wait()
    guard let result = state.withLock({ $0.result }) else {
      throw GuestError.channel(reason: "nothing was read")
    }
    return try result.get()
  }
}
