public import Diagnostics
import YAML

/// A value given on the command line with `--set key=value`.
public struct Override: Sendable {
  /// As typed, such as `--set install.timezone=UTC`.
  public let text: String
  /// The value below its keys, as a recipe would say it.
  let node: Node

  /// Reads and checks what stands after `--set`: dotted keys, `=`, and a value in YAML.
  ///
  /// - Parameter provisioners: the kinds that recipes may use.
  /// - Throws: what is wrong with it; each message names the flag.
  public init(_ argument: String, provisioners: ProvisionerRegistry) throws(Diagnostics) {
    let text = "--set \(argument)"
    self.text = text
    guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else {
      throw Diagnostics(Diagnostic("\(text): must be key=value, such as install.timezone=UTC", at: nil))
    }
    let keys = argument[..<equals].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if let own = keys.first, RecipeSchema.own.contains(own), own == "name" || own == "parent" {
      throw Diagnostics(Diagnostic("\(text): '\(own)' cannot be set from outside the recipe", at: nil))
    }
    let value: Node?
    do {
      value = try parseYAML(String(argument[argument.index(after: equals)...]), file: text)
    } catch {
      throw Self.named(text, error.problems.map { Diagnostic($0.message, at: nil) })
    }
    let start = Location(file: text, line: 1, column: 1)
    let written = value ?? Node(.scalar(Node.Scalar(text: "", isPlain: true)), location: start)
    node = keys.reversed().reduce(written) { inner, key in
      Node(.mapping([Node.Entry(key: key, keyLocation: start, value: inner)]), location: start)
    }
    var validator = Validator(.flag)
    validator.check(document: node, RecipeSchema(provisioners).recipe)
    guard validator.diagnostics.isEmpty else { throw Self.named(text, validator.diagnostics) }
  }

  private static func named(_ text: String, _ faults: [Diagnostic]) -> Diagnostics {
    let named = faults.map { Diagnostic("\(text): \($0.message)", at: nil) }
    return Diagnostics(named) ?? Diagnostics(Diagnostic("\(text): cannot be read", at: nil))
  }
}
