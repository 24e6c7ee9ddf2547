internal import CMicroHTTPD
private import Glibc

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
