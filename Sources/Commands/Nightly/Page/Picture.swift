import Foundation

/// Pictures that are put into a page.
enum Picture {
  /// Bytes; a larger one would make a page that nobody can mail.
  private static let limit = 1 << 20

  /// The file's bytes; nil for what is no PNG (RFC 2083, section 12.12) or is too large.
  static func read(_ path: String) -> Data? {
    let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    guard let data = FileManager.default.contents(atPath: path), data.count <= limit,
      data.starts(with: signature)
    else { return nil }
    return data
  }
}
