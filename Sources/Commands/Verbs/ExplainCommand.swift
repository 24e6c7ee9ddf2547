import Console
import Recipes

enum ExplainCommand: Command {
  static let verb = Verb(
    "explain", summary: "tell where every value of a recipe comes from",
    positional: Positional("NAME", .one, help: "the recipe"),
    options: SharedOptions.resolving + [SharedOptions.format],
    example: Verb.Example("kiln explain web", "lists each value with the place that set it"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let project = try arguments.project(in: context)
    let explanation = try project.resolver.explain(try project.name(of: arguments.positionals[0])).get()
    try context.print(ExplanationReport(explanation, library: project.library), arguments)
    return .done
  }
}

private struct ExplanationReport: Report {
  struct Value: Encodable {
    let key: String
    let value: String
    let origin: String
    let overridden: [String]
  }

  let values: [Value]
  private let library: Library

  private enum Key: CodingKey { case values }

  func encode(to encoder: any Encoder) throws {
    var report = encoder.container(keyedBy: Key.self)
    try report.encode(values, forKey: .values)
  }

  init(_ explanation: Explanation, library: Library) {
    self.library = library
    values = explanation.entries.map {
      Value(
        key: $0.key, value: $0.value, origin: $0.origin.description,
        overridden: $0.overridden.map(\.description))
    }
  }

  func text(on terminal: Terminal) -> String {
    let rows = values.map { value in
      let overrides = value.overridden.map { ", overrides \($0)" }.joined()
      let origin = value.origin + overrides
      return [value.key, value.value, terminal.isTerminal ? library.shortened(origin) : origin]
    }
    return Table([.init("KEY"), .init("VALUE", isCut: true), .init("FROM")], rows: rows).text(on: terminal)
  }
}
