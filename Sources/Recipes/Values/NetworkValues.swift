/// A host, a domain, or an IPv4 address (RFC 1123, section 2.1, in lower case).
public struct Hostname: FormedText {
  public static let form = labels("a host name", example: "web.example.org")
  /// The same, asked for as a server.
  static let server = labels("a host name or an IPv4 address", example: "ntp.example.org")
  /// The same, asked for as a domain.
  static let domain = labels("a domain", example: "example.org")

  private static func labels(_ meaning: String, example: String) -> Form {
    Form(
      meaning, "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?([.][a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$",
      example: example, also: { $0.utf8.count <= 253 })
  }

  public let text: String

  public init(formed text: String) { self.text = text }

  /// The first label.
  public var host: Substring { text.prefix { $0 != "." } }

  /// What follows the first label; empty where there is but one.
  public var domain: Substring { text.dropFirst(host.count + 1) }
}

/// An http or https URL of host, port and path alone: a user name would be left in the image.
public struct HTTPAddress: FormedText {
  public static let form = address("an http or https address", example: "http://mirror.example.org/debian")
  /// The same, asked for as a proxy.
  static let proxy = address("an http or https address", example: "http://proxy.example.org:3128")

  private static func address(_ meaning: String, example: String) -> Form {
    let label = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    return Form(
      meaning, "^https?://\(label)([.]\(label))*(:[0-9]{1,5})?(/[A-Za-z0-9/._~%+-]*)?$", example: example,
      hint: { $0.contains("@") ? "; a user or password would be left in the image" : nil },
      also: { text in
        let host = text.drop { $0 != "/" }.dropFirst(2).prefix { $0 != "/" }
        guard let colon = host.firstIndex(of: ":") else { return host.utf8.count <= 253 }
        return UInt16(host[colon...].dropFirst()) != nil
      })
  }

  public let text: String

  public init(formed text: String) { self.text = text }

  /// `http` or `https`.
  public var scheme: Substring { text.prefix { $0 != ":" } }

  /// With the port, if one is given.
  public var host: Substring { text.dropFirst(scheme.count + 3).prefix { $0 != "/" } }

  /// Without slashes at its end; empty for the root.
  public var path: Substring {
    var path = text.dropFirst(scheme.count + 3 + host.count)
    while path.last == "/" { path.removeLast() }
    return path
  }

  /// Without slashes at its end.
  public var base: String { "\(scheme)://\(host)\(path)" }
}
