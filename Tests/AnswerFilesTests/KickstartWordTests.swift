import Testing
import Text

@testable import AnswerFiles

@Suite struct KickstartWordTests {
  @Test(arguments: [
    ("", []), ("# all", []), ("lang en_US", ["lang", "en_US"]), ("\tpart  / ", ["part", "/"]),
    (#"user --gecos="Ann O'Hara""#, ["user", "--gecos=Ann O'Hara"]),
    (#"a 'b \ "c' d"#, ["a", #"b \ "c"#, "d"]), (#"a "b \" \\ \c""#, ["a", #"b " \ \c"#]),
    (#"a\ b \'"#, ["a b", "'"]), ("a '' b", ["a", "", "b"]), ("a b# c", ["a", "b"]),
    ("a 'b# c'", ["a", "b# c"]),
  ]) func areCutAsPythonDoes(_ line: String, _ words: [String]) throws {
    #expect(try KickstartWord.words(of: line[...]).map(\.text) == words)
  }

  @Test func knowTheirColumns() throws {
    #expect(try KickstartWord.words(of: " a  'b c' d"[...]).map(\.column) == [2, 5, 11])
  }

  @Test(arguments: [
    ("a 'b", 3, "this quote is not closed"), (#"a "b\""#, 3, "this quote is not closed"),
    (#"a \"#, 3, #"a line ends a command; '\' does not continue it"#),
  ]) func mistakesAreShown(_ line: String, _ column: Int, _ message: String) {
    #expect(throws: KickstartWord.Fault(message: message, column: column)) {
      try KickstartWord.words(of: line[...])
    }
  }

  @Test(arguments: ["", "plain", "two words", "it's", #"a"b\c#d"#, "$HOME", "--x=a b"])
  func quotedReadsBack(_ value: String) throws {
    #expect(try KickstartWord.words(of: plainShellWord(value)[...]).map(\.text) == [value])
  }
}
