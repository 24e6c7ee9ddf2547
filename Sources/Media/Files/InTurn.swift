/// Tries mirrors one after the other until one has what is wanted.
/// - Throws: what they failed with, all together; at once what another mirror cannot mend.
func inTurn<Address, Value>(
  _ addresses: some Sequence<Address>, _ attempt: (Address) async throws -> Value
) async throws -> Value {
  var failures: [MediaError] = []
  for address in addresses {
    do {
      return try await attempt(address)
    } catch let error as MediaError where error.isOfItsSource {
      failures.append(error)
    }
  }
  if let first = failures.first, failures.count == 1 || first.isForWantOfANetwork { throw first }
  throw MediaError.everywhere(failures)
}

extension MediaError {
  /// Whether another source of the same file may do better.
  var isOfItsSource: Bool {
    switch self {
    case .status, .transfer, .wrongDigest, .tooLarge, .badSignature, .expired, .malformed, .absent, .offline,
      .inconsistent, .older, .future:
      true
    case .file, .noRoom, .missingComponents, .everywhere: false
    }
  }

  fileprivate var isForWantOfANetwork: Bool { if case .offline = self { true } else { false } }
}
