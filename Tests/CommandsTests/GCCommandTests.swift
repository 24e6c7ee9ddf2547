import Foundation
import Testing

/// `kiln gc`, over a store that builds might have left.
struct GCCommandTests {
  private static let root = String(repeating: "a", count: 64)
  private static let child = String(repeating: "b", count: 64)
  private let program: Program

  /// A root that the last build of web needs, and a child that nothing needs.
  init() throws {
    program = try Program()
    for (key, recipe, parent) in [(Self.root, "base", "null"), (Self.child, "old", "\"\(Self.root)\"")] {
      let folder = "store/layers/\(key)"
      let files = [
        "layer.json": """
        {"record": {"name": {"recipe": "\(recipe)", "isInstall": false}, "key": "\(key)", "inputs": []}, "parent": \(parent),
         "facts": {"built": "2026-01-01T00:00:00Z", "seconds": 1, "accelerator": "tcg",
           "tools": {"kiln": "1", "qemu": "1", "libguestfs": "1"}}}
        """
      ]
      try program.writeLayer(key, files)
      try program.write("\(folder)/disk.qcow2", String(repeating: "x", count: 100_000))
      let long = Date.now.addingTimeInterval(-30 * 86400)
      try FileManager.default.setAttributes(
        [.modificationDate: long], ofItemAtPath: "\(program.folder)/\(folder)/layer.json")
    }
    try program.write(
      "store/history/web.json",
      "[{\"name\": {\"recipe\": \"base\", \"isInstall\": false}, \"key\": \"\(Self.root)\", \"inputs\": []}]")
  }

  private var layers: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: "\(program.folder)/store/layers"))?.sorted() ?? []
  }

  @Test func aDryRunTellsAndRemovesNothing() async throws {
    let result = try await program.run(["gc", "--dry-run"])
    #expect(result.status.isSuccess, "\(result.messages)")
    let lines = result.output.split(separator: "\n").map {
      $0.split(separator: " ", omittingEmptySubsequences: true)
    }
    #expect(lines.first?.joined(separator: " ") == "LAYER OR BUILD RECIPE WORK SIZE LAST USE VERDICT WHY")
    #expect(result.output.contains("the last build of web"))
    #expect(result.output.contains("would be freed  nothing needs it"))
    #expect(layers == [Self.root, Self.child])
  }

  @Test(arguments: [["gc", "--dry-run"], ["gc"], ["store", "verify"], ["media", "verify"]])
  func aStoreThatIsNotThereIsSaid(words: [String]) async throws {
    let result = try await program.run(words + ["--store", "nope"])
    #expect(result.status == .exited(1))
    #expect(result.messages.contains("there is no store in "), "\(result.messages)")
    #expect(!FileManager.default.fileExists(atPath: "\(program.folder)/nope"))
  }

  @Test func programsGetTheSame() async throws {
    struct Output: Decodable, Equatable {
      struct Layer: Decodable, Equatable {
        let recipe: String
        let freed: Bool
        let why: String
      }

      let layers: [Layer]
      let dryRun: Bool
    }
    let result = try await program.run(["gc", "--format", "json"])
    let output = try JSONDecoder().decode(Output.self, from: Data(result.output.utf8))
    #expect(
      output
        == Output(
          layers: [
            .init(recipe: "base", freed: false, why: "the last build of web"),
            .init(recipe: "old", freed: true, why: "nothing needs it"),
          ], dryRun: false))
    #expect(layers == [Self.root])
  }

  @Test(arguments: [
    (["--older-than", "soon"], "soon"), (["--max-size", "much"], "much"),
  ])
  func aMistakeIsNamed(words: [String], value: String) async throws {
    let result = try await program.run(["gc"] + words)
    #expect(result.status == .exited(2))
    #expect(result.messages.contains("'\(value)'"), "\(result.messages)")
    #expect(layers == [Self.root, Self.child])
  }
}
