import Foundation
import Testing

/// The table of `docs/architecture.md`, the package manifest and the imports of the sources say the same.
@Suite struct TargetsTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// A row of the table: targets, and what each imports.
  private struct Row {
    let targets: [String]
    let imports: Set<String>
  }

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  private static func names(in text: some StringProtocol) -> [String] {
    String(text).matches(of: #/`([A-Za-z0-9]+)`/#).map { String($0.1) }
  }

  private static func table() throws -> [Row] {
    let lines = try text("docs/architecture.md").split(separator: "\n", omittingEmptySubsequences: false)
    guard let head = lines.firstIndex(where: { $0.hasPrefix("| layer | target |") }) else { return [] }
    return lines[(head + 2)...].prefix { $0.hasPrefix("|") }.map { line in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
      return Row(targets: names(in: cells[2]), imports: Set(names(in: cells[4])))
    }
  }

  /// What the manifest lets each Swift target depend on.
  private static func manifest() throws -> [String: Set<String>] {
    let text = try text("Package.swift")
    var targets: [String: Set<String>] = [:]
    for match in text.matches(of: #/module\(\s*"([A-Za-z0-9]+)"(?:,\s*\[([^\]]*)\])?\s*\)/#) {
      let words = (match.2 ?? "").matches(of: #/"([A-Za-z0-9]+)"/#).map { String($0.1) }
      targets[String(match.1)] = Set(words)
    }
    for match in text.matches(of: #/executableTarget\(name: "(kiln)", dependencies: \["([A-Za-z]+)"\]/#) {
      targets[String(match.1)] = [String(match.2)]
    }
    return targets
  }

  private static func imports(of target: String) throws -> [String: Set<String>] {
    let folder = root.appending(path: "Sources/\(target)")
    var files: [String: Set<String>] = [:]
    for case let file as URL in FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
      ?? .init()
    where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      let found = text.matches(of: #/(?m)^(?:[a-z@_]+ )*import (?:struct |func )?([A-Za-z0-9]+)/#).map {
        String($0.1)
      }
      files[file.path] = Set(found)
    }
    return files
  }

  /// An empty table would agree with everything.
  @Test func tableAndManifestHaveTheSameTargets() throws {
    let manifest = try Self.manifest()
    #expect(manifest.count > 15)
    let swift = try Self.table().flatMap(\.targets).filter { !Self.isOfC($0) }
    #expect(swift.sorted() == manifest.keys.sorted())
  }

  @Test func tableAndManifestHaveTheSameDependencies() throws {
    let manifest = try Self.manifest()
    for row in try Self.table() {
      for target in row.targets where !Self.isOfC(target) {
        #expect(row.imports == manifest[target], "\(target)")
      }
    }
  }

  /// Nothing below is imported, so no circle either.
  @Test func importsStandAbove() throws {
    var above: Set<String> = []
    for row in try Self.table() {
      #expect(row.imports.isSubset(of: above), "\(row.targets)")
      above.formUnion(row.targets)
    }
  }

  @Test func whatIsDeclaredIsImportedAndNothingElse() throws {
    let manifest = try Self.manifest()
    let own = Set(try Self.table().flatMap(\.targets))
    for (target, dependencies) in manifest {
      let files = try Self.imports(of: target)
      #expect(!files.isEmpty, "\(target)")
      for (file, imports) in files {
        #expect(imports.intersection(own).isSubset(of: dependencies), "\(file)")
      }
      #expect(dependencies.isSubset(of: files.values.reduce(into: Set()) { $0.formUnion($1) }), "\(target)")
    }
  }

  @Test func eachLibraryOfCHasOneOwner() throws {
    let users = Dictionary(
      grouping: try Self.manifest().flatMap { target, needs in needs.map { ($0, target) } }, by: \.0)
    for library in try Self.table().flatMap(\.targets) where Self.isOfC(library) {
      #expect(users[library]?.count == 1, "\(library)")
    }
  }

  private static func isOfC(_ target: String) -> Bool {
    target.wholeMatch(of: #/C[A-Z].*/#) != nil
  }
}
