import Foundation
import Recipes
import Testing

/// The files in `schemas/` are written from the code: run the tests with `KILN_WRITE_SCHEMAS=1` after a change.
@Suite struct SchemaFilesTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("../../schemas").standardizedFileURL

  @Test(arguments: [
    ("recipe.schema.json", RecipeSchema.jsonSchema()),
    ("site.schema.json", SiteSchema.jsonSchema()),
  ])
  func filesSayWhatTheCodeSays(name: String, schema: String) throws {
    let file = Self.folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["KILN_WRITE_SCHEMAS"] != nil {
      try Data(schema.utf8).write(to: file)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == schema)
  }

  @Test(arguments: [RecipeSchema.jsonSchema(), SiteSchema.jsonSchema()])
  func schemaIsJSON(text: String) throws {
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    #expect(object?["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
  }

  @Test func keyTableHasEveryLevel() {
    let lines = RecipeSchema.keyTable().split(separator: "\n")
    #expect(lines.first == "| key | value | default | meaning |")
    #expect(
      lines.contains {
        $0.hasPrefix("| `hardware.disks[].size` | a size such as 8GiB or 512MiB | required |")
      })
    #expect(
      lines.contains { $0.hasPrefix("| `install.timezone` | a time zone, such as `Europe/Prague` | `UTC` |") }
    )
    #expect(lines.contains { $0.hasPrefix("| `secrets.NAME.env` |") })
  }
}
