import Diagnostics
import Recipes
import YAML

/// Reads what a person wrote of an autoinstall file.
enum AutoinstallParser {
  /// A cloud-config: a mapping that has `autoinstall`, as cloud-init is given it.
  static func document(_ partial: Installer.PartialAnswers, _ problems: inout [Diagnostic])
    -> AutoinstallValue?
  {
    let found = problems.count
    let root = read(partial.text, file: partial.path, &problems) { .answers($0) }
    let start = Location(file: partial.path, line: 1, column: 1)
    guard problems.count == found else { return nil }
    guard let root, root["autoinstall"] != nil else {
      problems.append(
        Diagnostic("expected a mapping with the key 'autoinstall'", from: .answers(start)))
      return nil
    }
    check(root["autoinstall"], &problems)
    return root
  }

  /// Raw lines of a recipe: keys that stand below `autoinstall`.
  static func raw(_ lines: [Sourced<String>], _ problems: inout [Diagnostic]) -> AutoinstallValue? {
    guard let first = lines.first else { return nil }
    let found = problems.count
    let text = lines.map { $0.value + "\n" }.joined()
    let value = read(text, file: "raw", &problems) { place in
      lines.indices.contains(place.line - 1) ? lines[place.line - 1].origin : first.origin
    }
    guard problems.count == found, let value else { return nil }
    guard case .map = value.content else {
      problems.append(
        Diagnostic("raw: the lines must be 'key: value' as below 'autoinstall'", from: value.origin))
      return nil
    }
    check(value, &problems)
    return value
  }

  private static func read(
    _ text: String, file: String, _ problems: inout [Diagnostic], origin: (Location) -> Origin
  ) -> AutoinstallValue? {
    do throws(YAMLError) {
      return try parseYAML(text, file: file).map { convert($0, &problems, origin) }
    } catch {
      problems += error.problems.map { Diagnostic($0.message, from: origin($0.location)) }
      return nil
    }
  }

  private static func convert(
    _ node: Node, _ problems: inout [Diagnostic], _ origin: (Location) -> Origin
  ) -> AutoinstallValue {
    let place = origin(node.location)
    if let tag = node.tag {
      problems.append(
        Diagnostic("the tag '\(tag)' is not supported; write the value without it", from: place))
    }
    switch node.content {
    case .scalar(let scalar): return AutoinstallValue(.scalar(scalar), from: place)
    case .sequence(let items): return .list(items.map { convert($0, &problems, origin) }, from: place)
    case .mapping(let entries):
      let members = entries.map { entry in
        AutoinstallValue.Member(key: entry.key, value: convert(entry.value, &problems, origin))
      }
      return AutoinstallValue(.map(members), from: place)
    }
  }

  /// That what settings are merged into is of the kind that the installer takes (autoinstall-schema.json of subiquity).
  private static func check(_ value: AutoinstallValue?, _ problems: inout [Diagnostic]) {
    guard let value else { return }
    guard case .map(let members) = value.content else {
      return problems.append(Diagnostic("'autoinstall' must be a mapping", from: value.origin))
    }
    for member in members {
      if lists.contains(member.key) {
        guard case .list = member.value.content else {
          problems.append(Diagnostic("'\(member.key)' must be a list", from: member.value.origin))
          continue
        }
      } else if mappings.contains(member.key) {
        guard case .map = member.value.content else {
          problems.append(Diagnostic("'\(member.key)' must be a mapping", from: member.value.origin))
          continue
        }
      }
    }
  }

  private static let lists: Set = ["early-commands", "late-commands", "error-commands", "packages"]
  private static let mappings: Set = ["apt", "keyboard", "reporting", "ssh", "storage", "user-data"]
}
