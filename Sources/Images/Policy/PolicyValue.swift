public import Diagnostics
import Recipes
import Text
import YAML

/// What a policy says in one place; it fits the schema of that place.
public struct PolicyValue: Hashable, Sendable {
  /// Where its key stands; of an item of a list, where that does.
  public let place: Location
  private let node: Node

  init(_ node: Node, at place: Location) {
    self.node = node
    self.place = place
  }

  var text: String {
    if case .scalar(let scalar) = node.content { scalar.text } else { "" }
  }

  var isTrue: Bool { text == "true" }
  var number: Int { Int(text) ?? 0 }
  /// Bytes.
  var size: UInt64 { ByteSize.bytes(text) ?? 0 }
  var duration: Duration? { Duration(written: text) }

  var items: [PolicyValue] {
    guard case .sequence(let nodes) = node.content else { return [] }
    return nodes.map { PolicyValue($0, at: $0.location) }
  }

  var texts: [String] { items.map(\.text) }

  /// What stands under a key; nil where nothing does.
  subscript(key: String) -> PolicyValue? {
    guard case .mapping(let entries) = node.content else { return nil }
    return entries.first { $0.key == key }.map { PolicyValue($0.value, at: $0.keyLocation) }
  }
}

/// A pattern of a policy's list: `*` stands for any characters.
struct PolicyPattern: Hashable, Sendable {
  private let parts: [[UInt8]]

  init(_ text: String) {
    parts = text.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map(Array.init)
  }

  /// In one pass over the text, whatever both are.
  func matches(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    guard let first = parts.first, let last = parts.last, rest.starts(with: first) else { return false }
    guard parts.count > 1 else { return rest.count == first.count }
    rest = rest.dropFirst(first.count)
    for part in parts.dropFirst().dropLast() {
      guard let end = Self.end(of: part, in: rest) else { return false }
      rest = rest[end...]
    }
    return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
  }

  private static func end(of part: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
    guard !part.isEmpty else { return text.startIndex }
    guard text.count >= part.count else { return nil }
    for start in text.startIndex...(text.endIndex - part.count)
    where text[start..<(start + part.count)].elementsEqual(part) {
      return start + part.count
    }
    return nil
  }
}

extension PolicyValue {
  /// The patterns of a list.
  var patterns: [PolicyPattern] { texts.map(PolicyPattern.init) }
}
