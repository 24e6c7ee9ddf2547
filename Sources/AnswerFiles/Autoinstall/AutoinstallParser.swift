import Diagnostics
import Recipes
import YAML

/// Reads what a person wrote of an autoinstall file.
enum AutoinstallParser {
  /// A cloud-config, a mapping that has `autoinstall`, as cloud-init is given it; or the same without that key, as the installer
  /// reads it from a medium (subiquity, doc/tutorial/providing-autoinstall.rst).
  static func document(_ partial: Installer.PartialAnswers, _ problems: inout [Diagnostic])
    -> AutoinstallValue?
  {
    let found = problems.count
    let root = read(partial.text, file: partial.path, &problems) { .answers($0) }
    let start = Location(file: partial.path, line: 1, column: 1)
    guard problems.count == found else { return nil }
    guard let root = root.map(wrapped), let value = root["autoinstall"] else {
      problems.append(
        Diagnostic("expected a mapping with the key 'autoinstall'", from: .answers(start)))
      return nil
    }
    check(value, &problems)
    return root
  }

  /// `autoinstall` around keys that belong below it.
  private static func wrapped(_ root: AutoinstallValue) -> AutoinstallValue {
    guard root["autoinstall"] == nil, root["version"] != nil else { return root }
    return .map(["autoinstall": root], from: root.origin)
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
        AutoinstallValue.Member(
          key: entry.key, value: convert(entry.value, &problems, origin), keyOrigin: origin(entry.keyLocation)
        )
      }
      return AutoinstallValue(.map(members), from: place)
    }
  }

  /// What the installer would refuse, or ask.
  private static func check(_ value: AutoinstallValue, _ problems: inout [Diagnostic]) {
    problems += AutoinstallSchema.autoinstall.problems(of: value, isWhole: false)
    guard let asked = value["interactive-sections"], !asked.items.isEmpty else { return }
    let message =
      "'interactive-sections' waits for somebody at a keyboard; remove it, and say here what is to be answered"
    problems.append(Diagnostic(message, from: asked.origin))
  }
}
