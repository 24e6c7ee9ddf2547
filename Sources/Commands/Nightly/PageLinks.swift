import Foundation

/// Links from the page to files.
struct Links {
  let folder: String

  /// - Parameters:
  ///   - path: absolute.
  ///   - appliance: whose folder it is in: what comes below that is shown.
  func link(_ path: String, of appliance: String) -> Markup {
    let parts = path.split(separator: "/")
    let own = parts.lastIndex { $0 == appliance }.map { parts[($0 + 1)...] } ?? parts.suffix(1)
    return .element(
      "a", ["href": PathLink.relative(from: folder, to: path), "title": path],
      ["\(own.joined(separator: "/"))"])
  }
}

/// The address of a file as a page in another folder has it: relative, so that both can be moved or served together.
enum PathLink {
  /// - Parameters:
  ///   - folder: of the page; absolute.
  ///   - path: of the file; absolute.
  static func relative(from folder: String, to path: String) -> String {
    let from = folder.split(separator: "/")
    let to = path.split(separator: "/")
    let common = zip(from, to).prefix { $0 == $1 }.count
    let parts = Array(repeating: "..", count: from.count - common) + to.dropFirst(common).map(encoded)
    // A first part with a colon would pass for a scheme; RFC 3986, section 4.2.
    return (parts.first?.contains(":") ?? false ? "./" : "") + parts.joined(separator: "/")
  }

  private static func encoded(_ part: Substring) -> String {
    part.addingPercentEncoding(withAllowedCharacters: unreserved) ?? String(part)
  }

  /// RFC 3986, section 2.3, and what is common in file names.
  private static let unreserved = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+@:")
}

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
