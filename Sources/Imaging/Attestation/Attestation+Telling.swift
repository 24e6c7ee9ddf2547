import Synchronization

extension Attestation {
  /// Signs after something was done that stays whatever becomes of the signature.
  ///
  /// - Parameter body: is given what hears of what a user must know.
  /// - Returns: what it heard, and why nothing was signed.
  public static func telling(
    _ body: (_ notice: @escaping @Sendable (String) -> Void) async throws -> Void
  ) async -> [String] {
    let heard = Mutex<[String]>([])
    do {
      try await body { text in heard.withLock { $0.append(text) } }
    } catch {
      heard.withLock { $0.append("NOT signed: \(error)") }
    }
    return heard.withLock(\.self)
  }
}
