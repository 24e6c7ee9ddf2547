/// The address of an archive mirror, taken apart.
struct MirrorAddress: Hashable {
  /// `http` or `https`.
  var scheme: Substring
  /// With the port, if one is given.
  var host: Substring
  /// Without a slash at its end; empty for the root.
  var path: Substring

  /// Nil unless the text is an http(s) URL of host, port and path alone: a user name would be left in the image.
  init?(_ text: String) {
    guard let separator = text.firstRange(of: "://") else { return nil }
    scheme = text[..<separator.lowerBound]
    let rest = text[separator.upperBound...]
    host = rest.prefix { $0 != "/" }
    path = rest.dropFirst(host.count)
    while path.hasSuffix("/") { path.removeLast() }
    let parts = host.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard ["http", "https"].contains(scheme), isHostname(parts[0].utf8), path.utf8.consists(of: "/._~%+-"),
      parts.count == 1 || UInt16(parts[1]) != nil
    else { return nil }
  }

  var text: String { "\(scheme)://\(host)\(path)" }
}
