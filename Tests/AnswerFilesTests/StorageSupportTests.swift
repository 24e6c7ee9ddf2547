import Foundation
import Recipes
import Testing

@testable import AnswerFiles

/// The table in `docs/storage.md` is written from the code: run the tests with `KILN_WRITE_SCHEMAS=1` after a change.
@Suite struct StorageSupportTests {
  private static let file = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("../../docs/storage.md").standardizedFileURL
  private static let heading = "## What each installer can do\n\n"

  @Test func theDocumentSaysWhatTheCodeDoes() throws {
    var text = try String(contentsOf: Self.file, encoding: .utf8)
    let start = try #require(text.range(of: Self.heading)).upperBound
    if ProcessInfo.processInfo.environment["KILN_WRITE_SCHEMAS"] != nil {
      text = text[..<start] + StorageSupport.table
      try Data(text.utf8).write(to: Self.file)
    }
    #expect(text[start...] == StorageSupport.table)
  }

  @Test func debianInstallerIsToldAllThatFillsItsDisks() {
    let refused = StorageExample.all.filter { !StorageSupport.refusals($0, by: .debianInstaller).isEmpty }
    #expect(refused.map(\.name) == ["a part of the disk unused"])
  }

  @Test func refusalsAreGivenBelowTheTable() {
    let table = StorageSupport.table
    #expect(
      table.hasPrefix(
        "| layout | `debian-installer` | `anaconda` | `subiquity` |\n| --- | --- | --- | --- |\n"))
    #expect(table.contains("\n| GPT, BIOS | ✓ |"))
    #expect(table.contains(". no partition of disk 'system' grows without a 'maximum';"))
  }
}
