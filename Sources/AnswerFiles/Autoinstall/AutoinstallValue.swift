import Recipes
import YAML

/// A value of an autoinstall file, with where it came from.
struct AutoinstallValue: Hashable {
  indirect enum Content: Hashable {
    case scalar(Node.Scalar)
    case list([AutoinstallValue])
    case map([Member])
    /// Text whose lines came from several places.
    case script([AnswerFile.Line])
  }

  /// A key of a mapping with its value; the key came from where the value came from, unless it has a place of its own.
  struct Member: Hashable {
    var key: String
    var value: AutoinstallValue
    var keyOrigin: Origin?

    var place: Origin { keyOrigin ?? value.origin }
  }

  var content: Content
  var origin: Origin

  init(_ content: Content, from origin: Origin) {
    self.content = content
    self.origin = origin
  }

  /// A string, however it looks.
  static func text(_ text: String, from origin: Origin) -> AutoinstallValue {
    AutoinstallValue(.scalar(Node.Scalar(text: text, isPlain: false)), from: origin)
  }

  /// A number, a Boolean or whatever else YAML reads a bare word as.
  static func bare(_ value: some LosslessStringConvertible, from origin: Origin) -> AutoinstallValue {
    AutoinstallValue(.scalar(Node.Scalar(text: value.description, isPlain: true)), from: origin)
  }

  static func list(_ items: [AutoinstallValue], from origin: Origin) -> AutoinstallValue {
    AutoinstallValue(.list(items), from: origin)
  }

  static func map(
    _ members: KeyValuePairs<String, AutoinstallValue>, from origin: Origin
  ) -> AutoinstallValue {
    AutoinstallValue(.map(members.map { Member(key: $0.key, value: $0.value) }), from: origin)
  }
}

extension AutoinstallValue {
  var members: [Member] { if case .map(let members) = content { members } else { [] } }
  var items: [AutoinstallValue] { if case .list(let items) = content { items } else { [] } }
  var text: String? { if case .scalar(let scalar) = content { scalar.text } else { nil } }

  /// Whether it stands in a partial answer file.
  var isOfAPerson: Bool { if case .answers = origin { true } else { false } }

  /// Whether another value says the same, wherever it came from.
  func says(_ other: AutoinstallValue) -> Bool {
    AutoinstallEmitter.lines(self).map(\.text) == AutoinstallEmitter.lines(other).map(\.text)
  }

  /// All scalars in it.
  var texts: [AutoinstallValue] {
    switch content {
    case .scalar, .script: [self]
    case .list(let items): items.flatMap(\.texts)
    case .map(let members): members.flatMap(\.value.texts)
    }
  }

  /// Text of these lines, each with its origin.
  static func script(_ lines: [AnswerFile.Line]) -> AutoinstallValue {
    let physical = lines.flatMap { line in
      line.text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { AnswerFile.Line(String($0), from: line.origin) }
    }
    return AutoinstallValue(.script(physical), from: .standard)
  }

  subscript(key: String) -> AutoinstallValue? { members.first { $0.key == key }?.value }

  /// Puts a value at a path of keys: in the place of what is there, else at the end. What stands on the way and is no
  /// mapping gives way to one.
  mutating func set(_ path: ArraySlice<String>, to value: AutoinstallValue) {
    guard let key = path.first else { return self = value }
    var members = self.members
    let index = members.firstIndex { $0.key == key } ?? members.endIndex
    if index == members.endIndex {
      members.append(Member(key: key, value: AutoinstallValue(.map([]), from: value.origin)))
    }
    members[index].value.set(path.dropFirst(), to: value)
    content = .map(members)
  }

  /// Takes out what is at a path of keys.
  mutating func remove(_ path: ArraySlice<String>) {
    guard let key = path.first, case .map(var members) = content,
      let index = members.firstIndex(where: { $0.key == key })
    else { return }
    if path.count == 1 { members.remove(at: index) } else { members[index].value.remove(path.dropFirst()) }
    content = .map(members)
  }

  /// Lays another value over this one: mappings key by key, all else in the place of what is there.
  mutating func overlay(_ other: AutoinstallValue) {
    guard case .map = content, case .map(let members) = other.content else { return self = other }
    for member in members {
      var value = self[member.key] ?? member.value
      value.overlay(member.value)
      set([member.key], to: value)
    }
  }
}
