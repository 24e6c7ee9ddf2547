import Files
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

  /// Holds documents of one line each to a schema.
  static func hold(_ lines: [String], to schema: String) async throws {
    let folder = TemporaryFolder()
    try FileSystem.write(Data(lines.joined(separator: "\n").utf8), to: "\(folder.path)/lines")
    let check = """
      import json, jsonschema, sys
      schema = json.load(open(sys.argv[2]))
      for line in open(sys.argv[1]): jsonschema.validate(json.loads(line), schema)
      """
    try await checked(
      Command(
        "/usr/bin/python3",
        ["-c", check, "\(folder.path)/lines", "\(checkout)/schemas/\(schema).schema.json"]))
  }

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
