import Foundation
import Testing

@testable import Console

private struct Sample: Report {
  var name = "a/b"
  var built = Date(timeIntervalSince1970: 0)
  var address = 1

  func text(on terminal: Terminal) -> String { "\(name)\n" }
}

@Suite struct ReportTests {
  private let terminal = Terminal(isTerminal: false, environment: [:])

  @Test func asText() throws {
    #expect(try render(Sample(), as: .text, on: terminal) == "a/b\n")
  }

  @Test func asJSON() throws {
    #expect(
      try render(Sample(), as: .json, on: terminal) == """
        {
          "address" : 1,
          "built" : "1970-01-01T00:00:00Z",
          "name" : "a/b"
        }

        """)
  }
}
