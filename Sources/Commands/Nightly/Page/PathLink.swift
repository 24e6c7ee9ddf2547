import Foundation

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
