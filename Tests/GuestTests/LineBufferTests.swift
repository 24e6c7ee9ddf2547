import Testing

@testable import Guest

struct LineBufferTests {
  private func lines(_ chunks: [String], secrets: [String] = []) -> [String] {
    var buffer = LineBuffer(secrets: secrets)
    var result: [String] = []
    for chunk in chunks { result += buffer.append(chunk.utf8) }
    if let rest = buffer.finish() { result.append(rest) }
    return result
  }

  @Test(arguments: [
    (["one\ntwo\n"], ["one", "two"]),
    (["o", "ne\nt", "wo"], ["one", "two"]),
    (["one\r\n\n"], ["one", ""]),
    ([], []),
  ])
  func chunksBecomeLines(chunks: [String], expected: [String]) {
    #expect(lines(chunks) == expected)
  }

  @Test(arguments: [
    (["hunter2"], "key=hunter2;", "key=***;"),
    (["ab", "abc"], "abc ab", "*** ***"),
    (["first\nsecond"], "a first", "a ***"),
    (["first\nsecond"], "a second", "a ***"),
    ([""], "nothing", "nothing"),
    (["žluť"], "x žluť y", "x *** y"),
  ])
  func secretsAreMasked(secrets: [String], line: String, expected: String) {
    #expect(lines([line + "\n"], secrets: secrets) == [expected])
  }

  @Test func secretInTwoChunksIsMasked() {
    #expect(lines(["a hun", "ter2\n"], secrets: ["hunter2"]) == ["a ***"])
  }

  @Test func endlessLineComesInPartsAndHidesSecretsAcrossThem() {
    let filler = String(repeating: "x", count: LineBuffer.longest - 3)
    let parts = lines([filler + "hunt", "er2 end"], secrets: ["hunter2"])
    #expect(parts.count == 2)
    #expect(parts.joined() == filler + "*** end")
  }

  @Test func onlyTheLastLinesAreKept() {
    var last = LastLines(limit: 2)
    for line in ["a", "b", "c"] { last.append(line) }
    #expect(last.lines == ["b", "c"])
  }
}
