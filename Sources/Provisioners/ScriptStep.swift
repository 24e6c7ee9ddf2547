import Diagnostics
public import Recipes

/// A script run inside the image as root.
public struct ScriptStep: ProvisionerKind {
  public var source: Source
  public var arguments: [String]
  public var environment: [String: String]
  /// Names of secrets that the script sees as environment variables of the same names.
  public var secrets: [String]

  public init(source: Source, arguments: [String], environment: [String: String], secrets: [String]) {
    self.source = source
    self.arguments = arguments
    self.environment = environment
    self.secrets = secrets
  }

  public static let field = Field(
    "script", .text(.path.such(as: "set-up.sh")),
    "A script to run, by its path from the recipe; `kiln:PATH` is one shipped with Kiln.")
  public static let options = [
    Field("arguments", .list(of: .text(.text)), "A script's arguments."),
    Field("env", .dictionary(keys: .variable, of: .text(.text)), "Environment variables that a script sees."),
    Field(
      "secrets", .list(of: .text(.variable)),
      "Names of declared secrets that a script sees as environment variables."),
  ]

  public var title: String { "script \(source.written)" }
  /// Whatever it does may need it.
  public var needsNetwork: Bool { true }

  public func reading(_ place: (Source) -> String) -> Self {
    var step = self
    step.source.path = place(source)
    return step
  }

  public func inputs(secrets digests: [String: String]) -> [Input] {
    let written = source.written
    return source.inputs
      + arguments.enumerated().map { Input("\(written) argument \($0.offset + 1)", $0.element) }
      + environment.sorted { $0.key < $1.key }.map { Input("\(written) env \($0.key)", $0.value) }
      + secrets.map { Input("\(written) secret \($0)", digests[$0] ?? "") }
  }
}

// MARK: Reading

extension ScriptStep {
  public static func steps(_ item: Value, _ reader: inout ApplianceReader) -> [Step] {
    checkSecrets(of: item, &reader)
    guard let written = item[name], let source = reader.program(written) else { return [] }
    let step = ScriptStep(
      source: source, arguments: item.strings("arguments"), environment: item.dictionary("env"),
      secrets: item.strings("secrets"))
    if let problem = reader.problem(ofProgram: source) {
      // Said where the script is.
      reader.report(
        "script of \(item.origin): \(problem.message)",
        at: Location(file: source.path, line: 1, column: problem.column))
    }
    if reader.lacksInterpreter(source) {
      reader.doubt(
        "script of \(item.origin): line 1 names no interpreter: begin it with '#!/bin/sh'",
        at: Location(file: source.path, line: 1, column: 1))
    }
    if let line = reader.carriageReturnLine(of: source) {
      reader.doubt(
        "script of \(item.origin): line \(line) ends with a carriage return, which becomes part of its last word: "
          + "save it with Unix line ends",
        at: Location(file: source.path, line: line, column: 1))
    }
    return [Step(step, from: item.origin)]
  }

  private static func checkSecrets(of item: Value, _ reader: inout ApplianceReader) {
    let environment = item.dictionary("env")
    for secret in item.sourcedStrings("secrets") {
      let name = secret.value
      if !reader.declaredSecrets.contains(name) {
        let hint = didYouMean(name, among: reader.declaredSecrets)
        reader.report("secret '\(name)' is not declared under 'secrets'\(hint)", at: secret.origin)
      } else if environment[name] != nil {
        reader.report("'\(name)' is both in 'env' and in 'secrets'", at: secret.origin)
      }
    }
  }
}
