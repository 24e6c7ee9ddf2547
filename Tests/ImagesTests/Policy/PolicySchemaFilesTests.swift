import Foundation
import Images
import Testing

/// `schemas/policy.schema.json` and the table in `docs/admission.md` are written from the code: run with `KILN_WRITE_SCHEMAS=1`.
@Suite struct PolicySchemaFilesTests {
  private static let checkout = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../..").standardizedFileURL
  private static let isWriting = ProcessInfo.processInfo.environment["KILN_WRITE_SCHEMAS"] != nil

  @Test func theSchemaSaysWhatTheCodeSays() throws {
    let file = Self.checkout.appending(path: "schemas/policy.schema.json")
    if Self.isWriting { try Data(Policy.schema.jsonSchema.utf8).write(to: file) }
    #expect(try String(contentsOf: file, encoding: .utf8) == Policy.schema.jsonSchema)
  }

  @Test func thePageHasTheTableOfKeys() throws {
    let file = Self.checkout.appending(path: "docs/admission.md")
    let page = try String(contentsOf: file, encoding: .utf8)
    let start = try #require(page.range(of: "<!-- written from the code -->\n"))
    let end = try #require(page.range(of: "<!-- to here -->"))
    let written = page.replacingCharacters(
      in: start.upperBound..<end.lowerBound, with: Policy.schema.keyTable)
    if Self.isWriting { try Data(written.utf8).write(to: file) }
    #expect(try String(contentsOf: file, encoding: .utf8) == written)
  }
}
