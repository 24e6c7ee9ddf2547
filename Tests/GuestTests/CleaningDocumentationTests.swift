import Foundation
import Testing

@testable import Guest

/// docs/images.md lists every pattern, and none that is not there.
struct CleaningDocumentationTests {
  private static let listed: [String] = {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../../docs/images.md").standardizedFileURL
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    guard let start = text.range(of: "### What is removed"), let end = text.range(of: "### What is kept")
    else { return [] }
    // Of a row, the cell of patterns; a setting that decides is beside its file there.
    return text[start.upperBound..<end.lowerBound].split(separator: "\n").filter { $0.hasPrefix("|") }
      .flatMap { $0.matches(of: /`(\/[^`]+)`/).map { String($0.1) } }
  }()

  @Test func everyPatternIsListed() {
    let residues = Residue.all.flatMap(\.actions).map { action in
      switch action {
      case .remove(let path), .removeFile(let path), .empty(let path): path
      case .emptyBelow(let folder): "\(folder)/**"
      }
    }
    let patterns = Set(residues + Identity.all.flatMap(\.files) + ["/etc/resolv.conf"])
    #expect(patterns.subtracting(Self.listed).sorted() == [], "not in docs/images.md")
    #expect(Set(Self.listed).subtracting(patterns).sorted() == [], "in docs/images.md only")
  }
}
