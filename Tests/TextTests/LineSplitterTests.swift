import Testing
import Text

struct LineSplitterTests {
  @Test(arguments: [
    (["one\ntwo\n"], ["one", "two"], ""),
    (["o", "ne\nt", "wo"], ["one"], "two"),
    (["a\r\n\n\nb\r", "\n"], ["a", "", "", "b"], ""),
    (["10%\r20%\r\n"], ["10%\r20%"], ""),
    (["a\r"], [], "a"),
    ([], [], ""),
  ])
  func piecesBecomeLines(pieces: [String], expected: [String], rest: String) {
    expect(LineSplitter(), pieces, expected, rest)
  }

  @Test(arguments: [
    (["10%\r20", "%\r\n30%"], ["10%", "20%", ""], "30%"),
    (["\n\r"], ["", ""], ""),
  ])
  func aReturnEndsALineWhereItIsAskedFor(pieces: [String], expected: [String], rest: String) {
    expect(LineSplitter(endsAtReturn: true), pieces, expected, rest)
  }

  private func expect(_ splitter: LineSplitter, _ pieces: [String], _ expected: [String], _ rest: String) {
    var splitter = splitter
    let lines = pieces.flatMap { splitter.lines(adding: $0.utf8) }
    #expect(lines.map { String(decoding: $0, as: UTF8.self) } == expected)
    #expect(String(decoding: splitter.takeRest(), as: UTF8.self) == rest)
    #expect(splitter.rest.isEmpty)
  }
}
