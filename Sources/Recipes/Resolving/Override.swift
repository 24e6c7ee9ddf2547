public import Diagnostics
import YAML

/// A value given on the command line with `--set key=value`.
public struct Override: Sendable {
  /// As typed, such as `--set install.timezone=UTC`.
  public let text: String
  /// The value below its keys, as a recipe would say it; what stands in a list is a list of its own.
  private let node: Node
  private let path: [Part]

  /// One step of the way to a value.
  private enum Part {
    case key(String)
    /// An item of a list as `kiln explain` counts them, from 0.
    case item(Int)
  }

  /// Reads and checks what stands after `--set`: dotted keys, each perhaps with an item's place such as `[0]`, `=`, and a value in
  /// YAML.
  ///
  /// - Parameter provisioners: the kinds that recipes may use.
  /// - Throws: what is wrong with it; each message names the flag.
  public init(_ argument: String, provisioners: ProvisionerRegistry) throws(Diagnostics) {
    let text = "--set \(argument)"
    self.text = text
    guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else {
      throw Diagnostics(Diagnostic("\(text): must be key=value, such as install.timezone=UTC", at: nil))
    }
    path = argument[..<equals].split(separator: ".", omittingEmptySubsequences: false).flatMap(Self.parts)
    if case .key(let own) = path.first, RecipeSchema.fixed.contains(own) {
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
    node = path.reversed().reduce(written) { inner, part in
      switch part {
      case .key(let key):
        Node(.mapping([Node.Entry(key: key, keyLocation: start, value: inner)]), location: start)
      case .item: Node(.sequence([inner]), location: start)
      }
    }
    var validator = Validator()
    validator.check(document: node, RecipeSchema(provisioners).recipe)
    guard validator.diagnostics.isEmpty else { throw Self.named(text, validator.diagnostics) }
  }

  /// A key, and the places in lists behind it: `provision[0]`.
  private static func parts(_ word: Substring) -> [Part] {
    let pieces = word.split(separator: "[", omittingEmptySubsequences: false)
    let places = pieces.dropFirst().map { $0.hasSuffix("]") ? Int($0.dropLast()) : nil }
    let known = places.compactMap(\.self).filter { $0 >= 0 }
    guard let key = pieces.first, known.count == places.count else { return [.key(String(word))] }
    return [.key(String(key))] + known.map(Part.item)
  }

  private static func named(_ text: String, _ faults: [Diagnostic]) -> Diagnostics {
    let named = faults.map { Diagnostic("\(text): \($0.message)", at: nil) }
    return Diagnostics(named) ?? Diagnostics(Diagnostic("\(text): cannot be read", at: nil))
  }
}

extension Override {
  /// Lays the value over a recipe. What it changes of an item that is there stays with the recipe that wrote the item.
  func merge(over value: Value, _ schema: MappingShape, with merger: inout Merger) -> Value {
    guard path.contains(where: { if case .item = $0 { true } else { false } }) else {
      return merger.merge(node, over: value, .record(schema))
    }
    return merge(path[...], node, over: value, .record(schema), "", with: &merger)
  }

  private func merge(
    _ path: ArraySlice<Part>, _ node: Node, over base: Value?, _ shape: Shape?, _ name: String,
    with merger: inout Merger
  ) -> Value {
    guard let part = path.first else { return merger.merge(node, over: base, shape) }
    switch (part, node.content) {
    case (.key(let key), .mapping(let entries)):
      guard let inner = entries.first?.value else { break }
      var members = base?.members ?? Members()
      members.set(
        key,
        merge(
          path.dropFirst(), inner, over: members[key], shape?.member(key),
          name.isEmpty ? key : "\(name).\(key)",
          with: &merger))
      return Value(
        content: .map(members), origin: base?.origin ?? .flag(text), link: base?.link ?? merger.link)
    case (.item(let place), .sequence(let nodes)):
      var items = base?.items ?? []
      guard items.indices.contains(place), let inner = nodes.first else {
        merger.report("'\(name)' has \(items.count) item\(items.count == 1 ? "" : "s"), counted from 0", node)
        break
      }
      items[place] = merge(
        path.dropFirst(), inner, over: items[place], shape?.item, "\(name)[\(place)]", with: &merger)
      return Value(
        content: .list(items), origin: base?.origin ?? .flag(text), link: base?.link ?? merger.link)
    default: break
    }
    return base ?? .nothing
  }
}

extension Shape {
  /// What the items of a list are.
  fileprivate var item: Shape? { if case .list(let item, _) = self { item } else { nil } }
}
