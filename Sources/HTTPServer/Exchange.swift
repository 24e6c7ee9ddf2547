internal import CMicroHTTPD
private import Glibc

/// One request while it is being read, and what will be answered.
final class Exchange {
  let method: String
  let path: String
  private let route: Route?
  private let isAllowed: Bool
  private let budget: BodyBudget
  private var body: [UInt8] = []
  /// Why the body is not kept.
  private var refusal: Response?

  init(method: String, path: String, routes: [Route], budget: BodyBudget) {
    self.method = method
    self.path = path
    self.budget = budget
    let matching = routes.filter { $0.matches(path) }
    route = matching.first { $0.allows(method) }
    isAllowed = matching.isEmpty || route != nil
  }

  deinit { budget.giveBack(body.count) }

  /// Keeps a piece of the body, unless the body is longer than its route takes or than there is room for.
  func take(_ piece: UnsafeRawBufferPointer) {
    guard case .accept(let limit, _) = route?.answer, refusal == nil else { return }
    if body.count + piece.count > limit { return refuse(Response(status: 413, text: "too long")) }
    guard budget.take(piece.count) else {
      return refuse(Response(status: 503, text: "too much at once, try again"))
    }
    body.append(contentsOf: piece)
  }

  private func refuse(_ response: Response) {
    refusal = response
    budget.giveBack(body.count)
    body = []
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
      if let refusal { return refusal }
      handler(Post(path: path, body: body))
      return Response(status: 204, content: .bytes([]), contentType: nil)
    }
  }
}

/// An answer to a request.
struct Response {
  /// What is sent.
  enum Content {
    case bytes([UInt8])
    /// An open file, which the sender closes.
    case file(descriptor: Int32, size: UInt64)
  }

  let status: Int
  let content: Content
  let contentType: String?

  static let notFound = Response(status: 404, text: "not found")
  static let methodNotAllowed = Response(status: 405, text: "method not allowed")

  init(status: Int, content: Content, contentType: String?) {
    self.status = status
    self.content = content
    self.contentType = contentType
  }

  init(status: Int, text: String) {
    self.init(status: status, content: .bytes(Array("\(text)\n".utf8)), contentType: "text/plain")
  }

  /// Nil where there is no such regular file.
  init?(file path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      return nil
    }
    self.init(
      status: 200, content: .file(descriptor: descriptor, size: UInt64(status.st_size)),
      contentType: "application/octet-stream")
  }

  /// Hands the answer to libmicrohttpd, which sends it.
  func queue(on connection: OpaquePointer?) -> MHD_Result {
    let response: OpaquePointer?
    switch content {
    case .bytes(var bytes):
      response = MHD_create_response_from_buffer(bytes.count, &bytes, .RESPMEM_MUST_COPY)
    case .file(let descriptor, let size):
      response = MHD_create_response_from_fd64(size, descriptor)
    }
    guard let response else { return .NO }
    defer { MHD_destroy_response(response) }
    if let contentType { MHD_add_response_header(response, "Content-Type", contentType) }
    // One request for a connection, so that its deadline is the request's.
    MHD_add_response_header(response, "Connection", "close")
    return MHD_queue_response(connection, UInt32(status), response)
  }
}
