import Testing

@testable import Console

@Suite struct WordCompletionTests {
  /// What is typed, what of it stays before a candidate, and the candidates.
  @Test(
    arguments: [
      ([""], "", ["build", "explain", "doctor", "help"]),
      (["b"], "", ["build"]),
      (["help", "e"], "", ["explain"]),
      (["explain", "x", "--f"], "", ["--format"]),
      (["explain", "x", "--format", ""], "", ["text", "json"]),
      (["explain", "x", "--format", "=", "j"], "", ["json"]),
      (["explain", "x", "--format=j"], "--format=", ["json"]),
      (["explain", "x", "--format", "json", "--f"], "", []),
      (["build", "--recipes", "a", "--rec"], "", ["--recipes"]),
      (["build", "--", "--rec"], "", []),
      (["nothing", "such", "--he"], "", ["--help"]),
    ] as [([String], String, [String])])
  func words(typed: [String], prefix: String, candidates: [String]) {
    let completion = sample.completion(of: typed)
    #expect(completion.candidates.map(\.word) == candidates)
    #expect(completion.prefix == prefix)
  }

  @Test(
    arguments: [
      (["build", ""], [.recipe]), (["build", "web", "we"], [.recipe]), (["build", "-o", ""], [.folder]),
      (["build", "--output=o"], [.folder]), (["doctor", ""], []), (["explain", "a", ""], []),
    ] as [([String], Set<WordCompletion.Place>)])
  func placesWithoutAList(typed: [String], places: Set<WordCompletion.Place>) {
    #expect(sample.completion(of: typed).places == places)
  }

  @Test func whatIsGivenBeforeIsUnderstood() {
    let completion = sample.completion(of: ["build", "--recipes", "a", "--recipes=b", "-a", "we"])
    #expect(completion.arguments.values(sample.options[0]) == ["a", "b"])
    #expect(completion.typed == "we")
  }

  @Test(arguments: Shell.allCases) func scriptsAskTheProgram(shell: Shell) {
    let script = sample.completionScript(for: shell)
    #expect(script.contains("kiln") && script.contains(" complete -- ") && script.hasSuffix("\n"))
  }
}
