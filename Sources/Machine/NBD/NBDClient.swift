private import Foundation

/// Reads a disk that qemu-nbd(8) serves, front to back. Blocks.
///
/// The network block device protocol, doc/proto.md of NetworkBlockDevice/nbd: fixed newstyle negotiation, structured replies, by which
/// the server says what is zero instead of sending it. Several requests are on their way at once, so that it unpacks some clusters
/// while others are looked at.
final class NBDClient {
  /// Bytes of the disk.
  private(set) var size: UInt64 = 0
  private let socket: CInt

  private static let pieceSize = 1 << 20
  private static let window = 12

  /// Takes over a connected socket.
  ///
  /// - Throws: ``NBDError``.
  init(socket: CInt) throws {
    self.socket = socket
    let greeting = try Self.receive(18, from: socket)
    guard greeting.number(0) == 0x4e42_444d_4147_4943, greeting.number(8) == Self.option,
      greeting.short(16) & 1 == 1
    else { throw NBDError("its greeting is not that of an NBD server") }
    // Fixed newstyle, without the padding of old.
    try Self.send(Bytes().long(greeting.short(16) & 2 == 0 ? 1 : 3), to: socket)
    try Self.send(Bytes().huge(Self.option).long(8).long(0), to: socket)
    _ = try Self.answers(to: 8, from: socket)
    try Self.send(Bytes().huge(Self.option).long(7).long(6).long(0).short(0), to: socket)
    // NBD_INFO_EXPORT: type, size, flags.
    guard
      let export = try Self.answers(to: 7, from: socket).first(where: { $0.count >= 12 && $0.short(0) == 0 })
    else { throw NBDError("it does not say how large the disk is") }
    size = export.number(2)
  }

  deinit {
    // NBD_CMD_DISC
    try? Self.send(Bytes().long(Self.request).short(0).short(2).huge(0).huge(0).long(0), to: socket)
    close(socket)
  }

  /// Calls with all bytes of the disk that are not known to be zero, in order, and the place of the first.
  ///
  /// - Throws: ``NBDError``, and what the call throws.
  func forEachPiece(_ take: (UnsafeRawBufferPointer, UInt64) throws -> Void) throws {
    let slots = (0..<Self.window).map { _ in Slot(size: Self.pieceSize) }
    let count = Int((size + UInt64(Self.pieceSize) - 1) / UInt64(Self.pieceSize))
    var (asked, told) = (0, 0)
    while told < count {
      while asked < count, asked - told < Self.window {
        let slot = slots[asked % Self.window]
        slot.begin = UInt64(asked) * UInt64(Self.pieceSize)
        slot.length = Int(min(UInt64(Self.pieceSize), size - slot.begin))
        // NBD_CMD_READ
        try Self.send(
          Bytes().long(Self.request).short(0).short(0).huge(UInt64(asked)).huge(slot.begin)
            .long(UInt32(slot.length)), to: socket)
        asked += 1
      }
      try receiveChunk(told..<asked, slots)
      while told < asked, slots[told % Self.window].isDone {
        try slots[told % Self.window].tell(take)
        told += 1
      }
    }
  }

  /// Puts one chunk of a reply into its slot.
  private func receiveChunk(_ open: Range<Int>, _ slots: [Slot]) throws {
    let header = try Self.receive(20, from: socket)
    guard UInt32(truncatingIfNeeded: header.number(0) >> 32) == 0x668e_33ef,
      let request = Int(exactly: header.number(8)), open.contains(request)
    else { throw NBDError("it answers with what is no reply to a question") }
    let slot = slots[request % Self.window]
    let length = Int(header.long(16))
    switch header.short(6) {
    case 0 where length == 0: break
    case 1 where length > 8:
      let place = try slot.place(try Self.receive(8, from: socket).number(0), length - 8)
      try Self.receive(into: UnsafeMutableRawBufferPointer(rebasing: slot.buffer[place]), from: socket)
      slot.extents.append(place)
    // A hole.
    case 2 where length == 12: _ = try Self.receive(12, from: socket)
    default:
      let text = try Self.receive(min(length, 4096), from: socket).dropFirst(6)
      throw NBDError("it cannot read the disk: \(String(decoding: text, as: UTF8.self))")
    }
    // NBD_REPLY_FLAG_DONE
    if header.short(4) & 1 == 1 { slot.isDone = true }
  }

  /// What one request asked for.
  private final class Slot {
    let buffer: UnsafeMutableRawBufferPointer
    var begin: UInt64 = 0
    var length = 0
    var isDone = false
    /// Parts of the buffer that hold bytes.
    var extents: [Range<Int>] = []

    init(size: Int) { buffer = .allocate(byteCount: size, alignment: 16) }

    deinit { buffer.deallocate() }

    /// Of bytes in the buffer, by their place on the disk.
    func place(_ offset: UInt64, _ count: Int) throws -> Range<Int> {
      guard offset >= begin, let first = Int(exactly: offset - begin), count <= length,
        first <= length - count
      else { throw NBDError("it answers with bytes that nobody asked for") }
      return first..<(first + count)
    }

    func tell(_ take: (UnsafeRawBufferPointer, UInt64) throws -> Void) throws {
      defer { (isDone, extents) = (false, []) }
      for extent in extents.sorted(by: { $0.lowerBound < $1.lowerBound }) {
        try take(UnsafeRawBufferPointer(rebasing: buffer[extent]), begin + UInt64(extent.lowerBound))
      }
    }
  }
}

extension NBDClient {
  /// `IHAVEOPT`
  private static let option: UInt64 = 0x4948_4156_454f_5054
  private static let request: UInt32 = 0x2560_9513

  /// What the server answers to an option: NBD_REP_INFO up to NBD_REP_ACK.
  private static func answers(to option: UInt32, from socket: CInt) throws -> [[UInt8]] {
    var answers: [[UInt8]] = []
    while answers.count < 100 {
      let header = try receive(20, from: socket)
      guard header.number(0) == 0x0003_e889_0455_65a9, header.long(8) == option, header.long(16) <= 1 << 16
      else {
        throw NBDError("it answers to no option that was asked for")
      }
      let data = try receive(Int(header.long(16)), from: socket)
      switch header.long(12) {
      case 1: return answers
      case 3: answers.append(data)
      default: throw NBDError("it refuses option \(option): \(String(decoding: data, as: UTF8.self))")
      }
    }
    throw NBDError("its answer has no end")
  }

  private static func send(_ message: Bytes, to socket: CInt) throws {
    var rest = message.bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Foundation.send(socket, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw NBDError("it is gone") }
      rest = rest.dropFirst(count)
    }
  }

  private static func receive(_ count: Int, from socket: CInt) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    try bytes.withUnsafeMutableBytes { try receive(into: $0, from: socket) }
    return bytes
  }

  private static func receive(into buffer: UnsafeMutableRawBufferPointer, from socket: CInt) throws {
    var place = 0
    while place < buffer.count, let base = buffer.baseAddress {
      let count = recv(socket, base + place, buffer.count - place, CInt(MSG_WAITALL))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw NBDError("it is gone") }
      place += count
    }
  }
}

/// The server on the other side of a connection did something else than it should.
struct NBDError: Error, CustomStringConvertible {
  let reason: String

  init(_ reason: String) { self.reason = reason }

  var description: String { "qemu-nbd: \(reason)" }
}

/// A message being written; all numbers are big-endian.
private struct Bytes {
  private(set) var bytes: [UInt8] = []

  func short(_ number: UInt16) -> Bytes { appending(number) }
  func long(_ number: UInt32) -> Bytes { appending(number) }
  func huge(_ number: UInt64) -> Bytes { appending(number) }

  private func appending(_ number: some FixedWidthInteger) -> Bytes {
    var copy = self
    withUnsafeBytes(of: number.bigEndian) { copy.bytes += $0 }
    return copy
  }
}

extension [UInt8] {
  fileprivate func short(_ place: Int) -> UInt16 { UInt16(self[place]) << 8 | UInt16(self[place + 1]) }
  fileprivate func long(_ place: Int) -> UInt32 { UInt32(short(place)) << 16 | UInt32(short(place + 2)) }
  fileprivate func number(_ place: Int) -> UInt64 { UInt64(long(place)) << 32 | UInt64(long(place + 4)) }
}
