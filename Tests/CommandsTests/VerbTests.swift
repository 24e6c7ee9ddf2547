import Foundation
import Testing

@testable import Commands
@testable import Console

/// Whatever verb is registered must be fit to be found and learned; `KILN_WRITE_SCHEMAS=1` writes the page of them.
@Suite struct VerbTests {
  private static let checkout = URL(filePath: Program.checkout)
  private static let verbs = Commands.program.verbs

  @Test func everyCommandOfTheFolderIsRegistered() throws {
    let folder = Self.checkout.appending(path: "Sources/Commands/Verbs")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    let commands = try files.filter { $0.pathExtension == "swift" }.flatMap { file in
      try String(contentsOf: file, encoding: .utf8).matches(of: #/(?m)^enum (\w+): Command\b/#).map { $0.1 }
    }
    #expect(commands.count == Self.verbs.count, "\(commands)")
  }

  @Test func namesAreTypedEasilyAndOnlyOnce() {
    #expect(Set(Self.verbs.map(\.name)).count == Self.verbs.count)
    for verb in Self.verbs {
      #expect(verb.name.wholeMatch(of: #/[a-z]+(-[a-z]+)*/#) != nil, "\(verb.name)")
    }
  }

  @Test(arguments: verbs) func summariesReadAlike(verb: Verb) {
    #expect(verb.summary.first?.isLowercase == true && verb.summary.last != ".", "\(verb.name)")
    #expect(!verb.summary.contains { $0.isNewline } && verb.summary.count <= 100, "\(verb.name)")
  }

  @Test(arguments: verbs) func everyOptionIsExplainedAndThereOnce(verb: Verb) {
    let names = verb.options.map(\.name) + verb.options.compactMap { $0.short.map { "\($0)" } }
    #expect(Set(names).count == names.count, "\(verb.name)")
    for option in verb.options {
      #expect(
        option.help.first?.isLowercase == true && option.help.last != ".", "\(verb.name) --\(option.name)")
    }
  }

  /// A name that completion does not know is completed by nothing, and nobody notices.
  @Test(arguments: verbs) func whatValuesAreCalledIsKnownToCompletion(verb: Verb) {
    for name in verb.options.filter(\.choices.isEmpty).compactMap(\.value)
      + [verb.positional?.name].compactMap(\.self)
    {
      for word in name.split(separator: " ") { #expect(places(of: word) != nil, "\(verb.name): \(word)") }
    }
  }

  /// Whoever has the program from a package has only the scripts that `make install` installs.
  @Test func scriptsThatPagesNameAreInstalled() throws {
    let makefile = try String(contentsOf: Self.checkout.appending(path: "Makefile"), encoding: .utf8)
    let line = try #require(makefile.firstMatch(of: #/(?m)^SCRIPTS = (.*)$/#)).1
    let installed = Set(line.split(separator: " "))
    let docs = Self.checkout.appending(path: "docs")
    for file in try FileManager.default.contentsOfDirectory(at: docs, includingPropertiesForKeys: nil)
    where file.pathExtension == "md" {
      let page = try String(contentsOf: file, encoding: .utf8)
      for match in page.matches(of: #/`scripts\/([a-z-]+\.(?:sh|py))[^`]*`( in the\ssource\stree)?/#) {
        let isRecipe = match.1 == "set-up.sh"
        #expect(
          isRecipe || match.2 != nil || installed.contains(match.1), "\(file.lastPathComponent): \(match.1)")
      }
    }
  }

  /// An example that the program itself does not understand would be worse than none.
  @Test(arguments: verbs) func theExampleIsACommandLineOfThisVerb(verb: Verb) throws {
    let words = Self.words(of: verb.example.command)
    #expect(words.first == "kiln")
    guard case .run(let understood, _) = try Commands.program.parse(Array(words.dropFirst())) else {
      Issue.record("\(verb.example.command) asks for help")
      return
    }
    #expect(understood.name == verb.name)
    #expect(verb.example.meaning.first?.isLowercase == true, "\(verb.name)")
  }

  /// Words as a shell cuts them, where quotes are single ones.
  private static func words(of line: String) -> [String] {
    line.matches(of: #/'([^']*)'|([^ ]+)/#).map { String($0.1 ?? $0.2 ?? "") }
  }

  /// What people of other programs are told to type must be there.
  @Test(arguments: foreignVerbs.sorted { $0.key < $1.key }.map { ($0.key, $0.value.advice) })
  func whatStandsForAForeignVerbIsACommandLine(name: String, advice: String) throws {
    #expect(!Self.verbs.contains { $0.name == name })
    let lines = advice.matches(of: #/'kiln ([^']+)'/#).map { $0.1.split(separator: " ").map(String.init) }
    #expect(!lines.isEmpty)
    for line in lines {
      if case .run = try Commands.program.parse(line) { continue }
      Issue.record("\(line)")
    }
  }

  @Test func everyVerbAnswersHelp() async throws {
    let program = try Program()
    for verb in Self.verbs {
      let result = try await program.run([verb.name, "--help"])
      #expect(result.status == .exited(0), "\(verb.name): \(result.messages)")
      #expect(result.output.hasPrefix("kiln \(verb.name): "), "\(verb.name)")
      #expect(result.output.contains("\nExample:\n  \(verb.example.command)\n"), "\(verb.name)")
    }
  }

  @Test func thePageListsEveryVerb() throws {
    let file = Self.checkout.appending(path: "docs/command-line.md")
    let page = try String(contentsOf: file, encoding: .utf8)
    let start = try #require(page.range(of: "<!-- written from the code -->\n"))
    let end = try #require(page.range(of: "<!-- to here -->"))
    let written = page.replacingCharacters(in: start.upperBound..<end.lowerBound, with: Self.table)
    if ProcessInfo.processInfo.environment["KILN_WRITE_SCHEMAS"] != nil {
      try Data(written.utf8).write(to: file)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == written)
  }

  @Test func thePageListsEveryExitStatus() throws {
    let page = try String(contentsOf: Self.checkout.appending(path: "docs/command-line.md"), encoding: .utf8)
    for status in ExitStatus.allCases {
      #expect(page.contains("\n| \(status.rawValue) | \(status.meaning) |\n"), "\(status)")
    }
  }

  private static var table: String {
    let rows = verbs.map { verb in
      let note = verb.isHidden ? " (for programs: the list of verbs leaves it out)" : ""
      return
        "| `\(verb.name)` | \(verb.summary)\(note) | `\(verb.example.command)` \(verb.example.meaning) |\n"
    }
    return "| verb | does | example |\n| --- | --- | --- |\n" + rows.joined()
  }
}
