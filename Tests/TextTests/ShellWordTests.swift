import Testing
import Text

struct ShellWordTests {
  @Test(arguments: [
    ("", "''"), ("web", "'web'"), ("a b", "'a b'"), ("it's", #"'it'\''s'"#), ("$(x)\n", "'$(x)\n'"),
    ("a'\u{301}b", "'a'\\''\u{301}b'"),
  ])
  func everyWordIsQuoted(word: String, quoted: String) {
    #expect(shellWord(word) == quoted)
  }

  @Test(arguments: [
    ("", "''"), ("/a-b_c.d:e=f,g@h+i%", "/a-b_c.d:e=f,g@h+i%"), ("a b", "'a b'"), ("~", "'~'"), ("ž", "'ž'"),
  ])
  func wordsForPeopleAreQuotedWhereTheyMustBe(word: String, written: String) {
    #expect(plainShellWord(word) == written)
  }
}
