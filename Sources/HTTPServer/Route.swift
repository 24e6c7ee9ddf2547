/// What is served, or taken, at a path.
public struct Route: Sendable {
  /// How a path is matched.
  enum Match: Hashable, Sendable {
    case exact(String)
    /// The path and everything below it.
    case below(String)
  }

  /// What a request is answered with.
  enum Answer: Sendable {
    case bytes(contentType: String, @Sendable () -> [UInt8])
    case file(String)
    case accept(limit: Int, @Sendable (Post) -> Void)
  }

  let match: Match
  let answer: Answer

  /// Bytes made anew for each GET, and for HEAD their length.
  public static func get(
    _ path: String, contentType: String = "text/plain; charset=utf-8",
    bytes: @escaping @Sendable () -> [UInt8]
  ) -> Route {
    Route(match: .exact(path), answer: .bytes(contentType: contentType, bytes))
  }

  /// A file of the host, opened anew for each GET.
  public static func get(_ path: String, file: String) -> Route {
    Route(match: .exact(path), answer: .file(file))
  }

  /// Takes what is posted or put at a path.
  ///
  /// - Parameters:
  ///   - limit: bytes; a longer body is answered with status 413 and dropped.
  ///   - handler: called once per complete body, on the server's thread.
  public static func post(
    _ path: String, limit: Int, handler: @escaping @Sendable (Post) -> Void
  ) -> Route {
    Route(match: .exact(path), answer: .accept(limit: limit, handler))
  }

  /// Takes what is posted or put at any path that begins with `prefix`, which ends with a slash.
  public static func post(
    below prefix: String, limit: Int, handler: @escaping @Sendable (Post) -> Void
  ) -> Route {
    Route(match: .below(prefix), answer: .accept(limit: limit, handler))
  }

  func matches(_ path: String) -> Bool {
    switch match {
    case .exact(let own): path == own
    case .below(let prefix): path.hasPrefix(prefix) && path != prefix
    }
  }

  /// Whether the route has an answer to this method.
  func allows(_ method: String) -> Bool {
    switch answer {
    case .bytes, .file: method == "GET" || method == "HEAD"
    case .accept: method == "POST" || method == "PUT"
    }
  }
}

/// A body that was posted.
public struct Post: Hashable, Sendable {
  /// The path as requested, without a query.
  public let path: String
  public let body: [UInt8]

  public init(path: String, body: [UInt8]) {
    self.path = path
    self.body = body
  }

  /// What follows the last slash of the path.
  public var name: String {
    String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
  }

  /// The body as text; bytes that are not UTF-8 are replaced.
  public var text: String { String(decoding: body, as: UTF8.self) }
}

/// A request as answered.
public struct Request: Hashable, Sendable {
  public let method: String
  public let path: String
  /// The status of the answer; RFC 9110, section 15.
  public let status: Int
}
