internal import Foundation
internal import Text

/// Moves a child's input and output on one thread, so that neither side waits for the other for ever.
final class OutputPump: @unchecked Sendable {
  // Unchecked: made on one thread, then used by one other.

  /// What a pipe holds at most; pipe(7).
  private static let pipeCapacity = 1 << 16

  private var input: (descriptor: Descriptor, data: Data)?
  private var streams: [OutputStream]
  private let onOutput: (@Sendable (String) -> Void)?
  private let wake: Descriptor
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: pipeCapacity, alignment: 16)

  /// - Parameter wake: A pipe's reading end that becomes readable or is closed when the child has ended.
  init(
    ends: ParentEnds, input: Data?, limit: Int, wake: Descriptor, onOutput: (@Sendable (String) -> Void)?
  ) {
    self.input = ends.stdin.map { ($0, input ?? Data()) }
    streams = [OutputStream(ends.stdout, limit: limit), OutputStream(ends.stderr, limit: limit)]
    self.wake = wake
    self.onOutput = onOutput
    ends.stdin?.setNonBlocking()
    streams.forEach { $0.descriptor?.setNonBlocking() }
  }

  deinit { buffer.deallocate() }

  /// Returns what was kept of each stream, once the child has ended.
  ///
  /// A grandchild that left the group may hold the pipes for ever, so their end is not waited for:
  /// all the child itself wrote is in them when it has ended.
  func run() -> (stdout: Data, stderr: Data) {
    var hasEnded = false
    while !hasEnded {
      let ready = waitForEvents()
      if ready.contains(where: { $0 == wake.number }) { hasEnded = true }
      if let input, ready.contains(input.descriptor.number) { feed() }
      for index in streams.indices where hasEnded || streams[index].isAmong(ready) { drain(index) }
    }
    for index in streams.indices { streams[index].finish(onOutput) }
    return (streams[0].tail.content, streams[1].tail.content)
  }

  /// The descriptors that have something to do.
  private func waitForEvents() -> [Int32] {
    var polled = streams.compactMap(\.descriptor).map {
      pollfd(fd: $0.number, events: Int16(POLLIN), revents: 0)
    }
    polled.append(pollfd(fd: wake.number, events: Int16(POLLIN), revents: 0))
    if let input { polled.append(pollfd(fd: input.descriptor.number, events: Int16(POLLOUT), revents: 0)) }
    poll(&polled, nfds_t(polled.count), -1)
    return polled.filter { $0.revents != 0 }.map(\.fd)
  }

  /// Writes what fits; closes the pipe when all is written or nobody reads.
  private func feed() {
    guard let (descriptor, data) = input else { return }
    let count = data.withUnsafeBytes { write(descriptor.number, $0.baseAddress, $0.count) }
    if count < 0, errno == EAGAIN || errno == EINTR { return }
    let rest = count < 0 ? Data() : data.dropFirst(count)
    input = rest.isEmpty ? nil : (descriptor, rest)
  }

  /// Reads what is there now, but no more than a pipe holds.
  private func drain(_ index: Int) {
    guard let descriptor = streams[index].descriptor else { return }
    var total = 0
    while total < Self.pipeCapacity {
      let count = read(descriptor.number, buffer.baseAddress, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN { return }
      guard count > 0 else { return streams[index].descriptor = nil }
      total += count
      streams[index].append(UnsafeRawBufferPointer(rebasing: buffer[..<count]), onOutput)
    }
  }
}

/// One output stream of a child as it is read; the descriptor is nil once it has ended.
private struct OutputStream {
  var descriptor: Descriptor?
  var tail: TailBuffer
  private var splitter = LineSplitter(endsAtReturn: true)
  /// Bytes after which a line without an end is handed on in pieces.
  private static let longest = 4 << 20

  init(_ descriptor: Descriptor, limit: Int) {
    self.descriptor = descriptor
    tail = TailBuffer(limit: limit)
  }

  func isAmong(_ ready: [Int32]) -> Bool { descriptor.map { ready.contains($0.number) } ?? false }

  mutating func append(_ piece: UnsafeRawBufferPointer, _ onOutput: ((String) -> Void)?) {
    tail.append(piece)
    guard let onOutput else { return }
    splitter.lines(adding: piece).forEach { Self.tell($0, onOutput) }
    if splitter.rest.count >= Self.longest { Self.tell(splitter.takeRest(), onOutput) }
  }

  mutating func finish(_ onOutput: ((String) -> Void)?) {
    if let onOutput { Self.tell(splitter.takeRest(), onOutput) }
  }

  private static func tell(_ line: [UInt8], _ onOutput: (String) -> Void) {
    if !line.isEmpty { onOutput(String(decoding: line, as: UTF8.self)) }
  }
}

/// Keeps the last bytes of a stream.
struct TailBuffer {
  private let limit: Int
  private var bytes = Data()

  init(limit: Int) { self.limit = max(limit, 0) }

  /// At most `limit` bytes.
  var content: Data { Data(bytes.suffix(limit)) }

  mutating func append(_ piece: UnsafeRawBufferPointer) {
    bytes.append(contentsOf: piece)
    // Trimmed only when twice too long, so that each byte is moved once at most.
    if bytes.count > 2 * limit { bytes = content }
  }
}
