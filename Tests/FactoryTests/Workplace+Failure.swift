import Foundation
import Subprocess
import Testing

@testable import Storage
@testable import Failures

extension Workplace {
  /// The checkout that these tests are in.
  static let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../..").standardizedFileURL.path

  /// The texts that Kiln ships.
  static func shippedTexts() throws -> FatalTexts { try FatalTexts(library: checkout) }

  /// What `failure.json` says, once it is seen to fit its schema.
  func failure(of appliance: String = "base") async throws -> FailureRecord {
    let path = store.logs.failureFile(of: appliance)
    let check =
      "import json, jsonschema, sys\njsonschema.validate(*[json.load(open(p)) for p in sys.argv[1:]])"
    try await checked(
      Command("/usr/bin/python3", ["-c", check, path, "\(Self.checkout)/schemas/failure.schema.json"]))
    return try #require(store.logs.lastFailure(of: appliance))
  }
}
