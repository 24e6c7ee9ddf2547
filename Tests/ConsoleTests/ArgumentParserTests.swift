import Testing

@testable import Console

private let all = Option.flag("all", short: "a", help: "take every recipe found")
private let output = Option.value("output", short: "o", "DIR", help: "where images go; default: out")
private let format = Option.value("format", "FORMAT", choices: ["text", "json"], help: "how data is printed")
private let recipes = Option.value("recipes", "DIR", repeatable: true, help: "where recipes are looked up")

let sample = Program(
  name: "kiln", summary: "an image factory",
  verbs: [
    Verb(
      "build", summary: "install, provision and seal appliances",
      discussion:
        "Layers that are present are reused; 'kiln plan' says which ones are not, and why that is so.",
      positional: Positional("NAME", .any, help: "a recipe; with none, --all must be given"),
      options: [all, output],
      example: Verb.Example("kiln build web -o images", "builds web and what it is derived from")),
    Verb(
      "explain", summary: "say where each value comes from",
      positional: Positional("NAME", .one, help: "a recipe"),
      options: [format], example: Verb.Example("kiln explain web", "lists the values of web")),
    Verb(
      "doctor", summary: "look at the host", example: Verb.Example("kiln doctor", "tries what builds need")),
  ], options: [recipes],
  foreignVerbs: ["validate": .init("Packer", "to look at recipes, type 'kiln explain NAME'")])

private func run(_ words: String...) throws(UsageError) -> (verb: String, arguments: Arguments)? {
  guard case .run(let verb, let arguments) = try sample.parse(words) else { return nil }
  return (verb.name, arguments)
}

private func message(_ words: [String]) -> String? {
  do throws(UsageError) {
    _ = try sample.parse(words)
    return nil
  } catch {
    return error.description
  }
}

@Suite struct ArgumentParserTests {
  @Test func readsAllFormsOfOptions() throws {
    let invocation = try #require(
      try run("build", "--all", "--output=a=b", "web", "--recipes", "x", "--recipes=y", "-"))
    #expect(invocation.verb == "build")
    #expect(invocation.arguments.has(all))
    #expect(invocation.arguments.value(output) == "a=b")
    #expect(invocation.arguments.values(recipes) == ["x", "y"])
    #expect(invocation.arguments.positionals == ["web", "-"])
    #expect(
      try run("build", "-a", "-o", "dir", "--", "--all", "-o")?.arguments.positionals == ["--all", "-o"])
    #expect(try run("build", "--output=-x")?.arguments.value(output) == "-x")
    #expect(try run("build", "--output=")?.arguments.value(output) == "")
  }

  @Test func whatIsNotGivenIsAbsent() throws {
    let invocation = try #require(try run("build"))
    #expect(!invocation.arguments.has(all))
    #expect(invocation.arguments.value(output) == nil)
    #expect(invocation.arguments.values(recipes) == [])
  }

  @Test func optionsOfTheProgramMayStandBeforeTheVerb() throws {
    #expect(try run("--recipes", "x", "explain", "web")?.arguments.values(recipes) == ["x"])
  }

  @Test(arguments: [
    ([], nil), (["--help"], nil), (["-h"], nil), (["help"], nil), (["help", "build"], "build"),
    (["build", "--help"], "build"),
    (["build", "web", "-h", "--nonsense"], "build"), (["help", "--all"], nil),
  ]) func helpIsAskedFor(_ words: [String], _ verb: String?) throws {
    let invocation = try sample.parse(words)
    #expect(invocation == .help(sample.verbs.first { $0.name == verb }))
  }

  @Test(arguments: [["--version"], ["-V"], ["--recipes", "x", "-V", "--nonsense"]])
  func theVersionIsAskedFor(_ words: [String]) throws {
    #expect(try sample.parse(words) == .version)
  }

  @Test(arguments: [
    (["--recipes", "x"], "kiln: no verb given; known are build, explain, doctor\nSee 'kiln --help'."),
    (
      ["validate"],
      "kiln: there is no verb 'validate', as Packer has it: to look at recipes, type 'kiln explain NAME'\nSee 'kiln --help'."
    ),
    (["build", "--version"], "kiln build: unknown option '--version'\nSee 'kiln build --help'."),
    (["biuld"], "kiln: unknown verb 'biuld' (did you mean 'build'?)\nSee 'kiln --help'."),
    (["frobnicate"], "kiln: unknown verb 'frobnicate'\nSee 'kiln --help'."),
    (["help", "explian"], "kiln: unknown verb 'explian' (did you mean 'explain'?)\nSee 'kiln --help'."),
    (["--all", "build"], "kiln: unknown option '--all'\nSee 'kiln --help'."),
    (
      ["build", "--al"], "kiln build: unknown option '--al' (did you mean '--all'?)\nSee 'kiln build --help'."
    ),
    (
      ["build", "--ouptut=x"],
      "kiln build: unknown option '--ouptut' (did you mean '--output'?)\nSee 'kiln build --help'."
    ),
    (["build", "-x"], "kiln build: unknown option '-x'\nSee 'kiln build --help'."),
    (["build", "--all=yes"], "kiln build: '--all' takes no value\nSee 'kiln build --help'."),
    (["build", "-o"], "kiln build: '-o' needs a value: -o DIR\nSee 'kiln build --help'."),
    (
      ["build", "--output", "--all"],
      "kiln build: '--output' needs a value: --output DIR; if '--all' is meant, write '--output=--all'\nSee 'kiln build --help'."
    ),
    (
      ["build", "-o", "a", "--output", "b"], "kiln build: '--output' is given twice\nSee 'kiln build --help'."
    ),
    (
      ["explain", "web", "--format", "jsno"],
      "kiln explain: 'jsno' is no FORMAT for '--format'; it is one of text, json (did you mean 'json'?)\nSee 'kiln explain --help'."
    ),
    (["explain"], "kiln explain: NAME is missing\nSee 'kiln explain --help'."),
    (
      ["explain", "a", "b"],
      "kiln explain: unexpected argument 'b'; this verb takes one NAME\nSee 'kiln explain --help'."
    ),
    (
      ["doctor", "web"],
      "kiln doctor: unexpected argument 'web'; this verb takes none\nSee 'kiln doctor --help'."
    ),
  ]) func mistakesAreNamed(_ words: [String], _ expected: String) {
    #expect(message(words) == expected)
  }
}
