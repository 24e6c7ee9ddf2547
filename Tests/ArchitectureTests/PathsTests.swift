import Foundation
import Testing

/// Whatever file or folder the pages for people name is there.
@Suite struct PathsTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
  }

  private static func pages() throws -> [String] {
    ["README.md", "CONTRIBUTING.md"]
      + (try names(in: "docs").filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" })
  }

  /// What a page has between backquotes that begins with a folder of this tree, or with a target, as the pages shorten paths.
  private static func paths(in page: String) throws -> [String] {
    let text = try String(contentsOf: root.appending(path: page), encoding: .utf8)
    let tops = Set(try names(in: ".") + names(in: "Sources"))
    return text.matches(of: #/`([\w.+-]+(?:\/[\w.+-]+)+)\/?`/#).map { String($0.1) }.filter { path in
      tops.contains(String(path.prefix { $0 != "/" }))
    }
  }

  private static func isThere(_ path: String) -> Bool {
    // What a build makes is not in a fresh checkout.
    [".build/", "out/"].contains(where: path.hasPrefix)
      || [path, "Sources/\(path)", "Sources/\(path).swift"].contains {
        FileManager.default.fileExists(atPath: root.appending(path: $0).path)
      }
  }

  @Test func everyPathIsThere() throws {
    for page in try Self.pages() {
      for path in try Self.paths(in: page) where !Self.isThere(path) {
        Issue.record("\(page) names \(path), which is not there")
      }
    }
  }

  /// None found would agree with everything.
  @Test func pathsAreFound() throws {
    let paths = Set(try Self.paths(in: "CONTRIBUTING.md"))
    #expect(paths.count > 40)
    #expect(paths.isSuperset(of: ["Sources/Commands/Kiln.swift", "distributions/keys", "docs/recipes.md"]))
    #expect(!Self.isThere("Sources/Commands/Missing.swift"))
  }

  @Test func everyThingThatIsAddedHasItsSection() throws {
    let text = try String(contentsOf: Self.root.appending(path: "CONTRIBUTING.md"), encoding: .utf8)
    for thing in ["verb", "provisioner", "distribution", "family", "format", "task", "executor"] {
      let sections = text.matches(of: #/(?m)^## An? (\w+)$/#).map { String($0.1) }
      #expect(sections.contains(thing), "\(thing)")
    }
  }
}
