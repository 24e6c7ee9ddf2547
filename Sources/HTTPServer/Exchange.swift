/// One request while it is being read, and what will be answered.
final class Exchange {
  let method: String
  let path: String
  private let route: Route?
  private let isAllowed: Bool
  private var body: [UInt8] = []
  private var isTooLong = false

  init(method: String, path: String, routes: [Route]) {
    self.method = method
    self.path = path
    let matching = routes.filter { $0.matches(path) }
    route = matching.first { $0.allows(method) }
    isAllowed = matching.isEmpty || route != nil
  }

  /// Keeps a piece of the body, unless the body is longer than its route takes.
  func take(_ piece: UnsafeRawBufferPointer) {
    guard case .accept(let limit, _) = route?.answer, !isTooLong else { return }
    isTooLong = body.count + piece.count > limit
    if isTooLong { body = [] } else { body.append(contentsOf: piece) }
  }

  /// Decides on the answer, once the body is complete.
  func answer() -> Response {
    guard let route else { return isAllowed ? .notFound : .methodNotAllowed }
    switch route.answer {
    case .bytes(let contentType, let bytes):
      return Response(status: 200, content: .bytes(bytes()), contentType: contentType)
    case .file(let path):
      return Response(file: path) ?? .notFound
    case .accept(_, let handler):
      guard !isTooLong else { return Response(status: 413, text: "too long") }
      handler(Post(path: path, body: body))
      return Response(status: 204, content: .bytes([]), contentType: nil)
    }
  }
}
