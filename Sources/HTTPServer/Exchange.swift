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
