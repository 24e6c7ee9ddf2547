import Diagnostics
import Recipes
import YAML

/// Reads the list of fatal texts, and gathers what is wrong with it.
struct FatalTextReading {
  private(set) var faults: [Diagnostic] = []

  private static let keys = ["pattern", "family", "source", "last", "cause", "advice"]

  mutating func texts(in bytes: [UInt8], file: String) -> [FatalText] {
    do throws(YAMLError) {
      guard let node = try parseYAML(bytes, file: file) else { return [] }
      guard case .sequence(let items) = node.content else {
        faults.append(Diagnostic("must be a list of texts", at: node.location))
        return []
      }
      return items.compactMap { text($0) }
    } catch {
      faults += Diagnostics(error).list
      return []
    }
  }

  private mutating func text(_ node: Node) -> FatalText? {
    guard case .mapping(let entries) = node.content else {
      faults.append(Diagnostic("must be a mapping with 'pattern' and 'cause'", at: node.location))
      return nil
    }
    let before = faults.count
    for entry in entries where !Self.keys.contains(entry.key) {
      faults.append(Diagnostic("unknown key '\(entry.key)'", at: entry.keyLocation))
    }
    let kinds = Installer.Kind.allCases.map(\.rawValue)
    let family = choice("family", of: entries, among: kinds + ["any"])
    let sources = sources(of: entries)
    let last = choice("last", of: entries, among: ["true", "false"])
    let cause = choice("cause", of: entries, among: FailureCause.allCases.map(\.rawValue))
    guard let pattern = scalar("pattern", of: entries), let cause = cause.flatMap(FailureCause.init) else {
      if faults.count == before {
        faults.append(Diagnostic("a text needs 'pattern' and 'cause'", at: node.location))
      }
      return nil
    }
    do {
      return try FatalText(
        pattern: pattern.text, family: family == "any" ? nil : family, sources: sources,
        isLast: last == "true", cause: cause,
        advice: scalar("advice", of: entries)?.text)
    } catch {
      faults.append(Diagnostic("'\(pattern.text)' is no regular expression", at: pattern.location))
      return nil
    }
  }

  /// One, a list, or all.
  private mutating func sources(of entries: [Node.Entry]) -> Set<FatalText.Source> {
    let all = FatalText.Source.allCases
    guard let node = entries.first(where: { $0.key == "source" })?.value else { return Set(all) }
    var nodes = [node]
    if case .sequence(let items) = node.content { nodes = items }
    let names = nodes.compactMap { node in
      guard case .scalar(let scalar) = node.content else { return String?.none }
      return check("source", scalar.text, at: node.location, among: all.map(\.rawValue))
    }
    return Set(names.compactMap(FatalText.Source.init))
  }

  private func scalar(_ key: String, of entries: [Node.Entry]) -> (text: String, location: Location)? {
    guard let node = entries.first(where: { $0.key == key })?.value, case .scalar(let scalar) = node.content
    else { return nil }
    return (scalar.text, node.location)
  }

  private mutating func choice(_ key: String, of entries: [Node.Entry], among allowed: [String]) -> String? {
    scalar(key, of: entries).flatMap { check(key, $0.text, at: $0.location, among: allowed) }
  }

  private mutating func check(
    _ key: String, _ text: String, at location: Location, among allowed: [String]
  ) -> String? {
    if allowed.contains(text) { return text }
    let choices = allowed.joined(separator: ", ")
    faults.append(Diagnostic("'\(key)' must be one of \(choices), found '\(text)'", at: location))
    return nil
  }
}
