import Foundation
import Provisioners
import Recipes
import Subprocess
import Testing

/// The files in `schemas/`, and the tables of keys in `docs/`, are written from the code: run the tests with
/// `KILN_WRITE_SCHEMAS=1` after a change.
@Suite struct SchemaFilesTests {
  private static let checkout = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("../..").standardizedFileURL
  private static let folder = checkout.appendingPathComponent("schemas")
  private static let isWriting = ProcessInfo.processInfo.environment["KILN_WRITE_SCHEMAS"] != nil

  @Test(arguments: [
    ("recipe.schema.json", RecipeSchema(.all).jsonSchema()),
    ("site.schema.json", SiteSchema.jsonSchema()),
  ])
  func filesSayWhatTheCodeSays(name: String, schema: String) throws {
    let file = Self.folder.appendingPathComponent(name)
    if Self.isWriting { try Data(schema.utf8).write(to: file) }
    #expect(try String(contentsOf: file, encoding: .utf8) == schema)
  }

  @Test(arguments: [("recipes.md", RecipeSchema(.all).keyTable()), ("site.md", SiteSchema.keyTable())])
  func pagesHaveTheTableOfKeys(name: String, table: String) throws {
    let file = Self.checkout.appendingPathComponent("docs/\(name)")
    let page = try String(contentsOf: file, encoding: .utf8)
    let start = try #require(page.range(of: "<!-- written from the code -->\n"))
    let end = try #require(page.range(of: "<!-- to here -->"))
    let written = page.replacingCharacters(in: start.upperBound..<end.lowerBound, with: table)
    if Self.isWriting { try Data(written.utf8).write(to: file) }
    #expect(try String(contentsOf: file, encoding: .utf8) == written)
  }

  /// By Debian's python3-jsonschema, which knows the draft; tags are YAML's business, not the schema's.
  @Test(arguments: [
    ("recipe.schema.json", ["distributions", "examples", "benchmarks"]),
    ("site.schema.json", ["examples/site.yaml"]),
  ])
  func schemaTakesWhatIsShipped(schema: String, paths: [String]) async throws {
    let script = """
      import json, pathlib, sys, yaml
      from jsonschema import Draft202012Validator
      class Loader(yaml.SafeLoader): pass
      Loader.add_multi_constructor("!", lambda loader, tag, node: loader.construct_sequence(node, deep=True)
        if isinstance(node, yaml.SequenceNode) else loader.construct_mapping(node, deep=True)
        if isinstance(node, yaml.MappingNode) else loader.construct_scalar(node))
      schema = json.load(open(sys.argv[1]))
      Draft202012Validator.check_schema(schema)
      found = [f for p in map(pathlib.Path, sys.argv[2:]) for f in (p.glob("*.yaml") if p.is_dir() else [p])
        if not p.is_dir() or f.name != "site.yaml"]
      assert found
      faults = [f"{f}: {e.json_path}: {e.message}" for f in found
        for e in Draft202012Validator(schema).iter_errors(yaml.load(open(f), Loader))]
      sys.exit("\\n".join(faults) or 0)
      """
    let paths =
      [Self.folder.appendingPathComponent(schema).path]
      + paths.map { Self.checkout.appendingPathComponent($0).path }
    let outcome = try await Subprocess.run(Command("/usr/bin/python3", ["-c", script] + paths))
    #expect(String(decoding: outcome.stderr, as: UTF8.self) == "")
    #expect(outcome.status == .exited(0))
  }

  @Test(arguments: [RecipeSchema(.all).jsonSchema(), SiteSchema.jsonSchema()])
  func schemaIsJSON(text: String) throws {
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    #expect(object?["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
  }

  @Test func keyTableHasEveryLevel() {
    let lines = RecipeSchema(.all).keyTable().split(separator: "\n")
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
