import Provisioners
import Recipes
import Testing

@Suite struct SettableKeysTests {
  @Test(
    arguments: [
      ("install.ti", ["install.timezone="]), ("hard", ["hardware."]),
      ("seal=", ["seal=copied", "seal=rewritten"]),
      ("packages", ["packages="]), ("secrets.token.", ["secrets.token.env=", "secrets.token.file="]),
      // Not from outside, an item's, none, and free text.
      ("par", []), ("hardware.di", []), ("nothing.such", []), ("install.timezone=U", []), ("=", []),
      ("", nil),
    ] as [(String, [String]?)])
  func wordsBegin(typed: String, words: [String]?) {
    let found = RecipeSchema(.all).settings(completing: typed).map(\.word)
    if let words { #expect(found == words) }
    #expect(found.allSatisfy { $0.hasPrefix(typed) })
  }

  /// What is offered as a key is none that `--set` refuses: at most its value.
  @Test func everyKeyIsOne() {
    var keys = [""]
    while let key = keys.popLast() {
      for (word, meaning) in RecipeSchema(.all).settings(completing: key) where word != key {
        #expect(!meaning.isEmpty || key.hasSuffix("="), "\(word)")
        // What is below a key of the user's choosing has no end.
        if word.hasSuffix("."), !word.hasPrefix("secrets.") { keys.append(word) }
        if word.hasSuffix("=") {
          do { _ = try Override("\(word)x", provisioners: .all) } catch {
            #expect(!"\(error)".contains("unknown key"), "\(word)")
          }
        }
      }
    }
  }
}
