internal import Foundation

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
