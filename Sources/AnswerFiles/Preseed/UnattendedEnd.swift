import Diagnostics
import Recipes

/// What no install ends without, whatever a partial answer file says: no question is left, and the machine switches off,
/// which is how the host knows the end.
extension PreseedRenderer {
  /// Answers what the partial answer file doesn't, at the end of the file; what it answers otherwise is replaced.
  mutating func addUnattendedEnd() {
    for name in Self.restless.keys.sorted() {
      guard let reason = preseed.answers(name).lazy.compactMap(Self.reason).first else { continue }
      drop(name, because: reason)
    }
    for (name, type, value) in Self.end {
      preseed.removeFlags(name)
      let given = preseed.answers(name)
      guard given.isEmpty || given.contains(where: { $0.value != value }) else { continue }
      guard given.isEmpty else {
        set(name, type, value, from: .standard)
        continue
      }
      preseed.entries.append(.directive(Directive(name, type, value, from: .standard).implied))
    }
  }

  /// Raw lines win over all else, but not over this.
  mutating func checkEnd(_ raw: Directive) {
    let question = Directive.Question(owner: "d-i", name: raw.question.name)
    guard raw.concerns(question) else { return }
    let origin = raw.lines.first?.origin ?? .standard
    guard !raw.isFlag else {
      if raw.value == "false", Self.end.contains(where: { $0.name == question.name }) {
        let message = "raw: '\(question.name)' must not be marked to be asked, or no unattended install ends"
        problems.append(Diagnostic(message, from: origin))
      }
      return
    }
    if let reason = Self.reason(raw) {
      problems.append(
        Diagnostic("raw: '\(raw.question.name)' is not for an unattended install: \(reason)", from: origin))
    }
    if let (name, _, value) = Self.end.first(where: { $0.name == raw.question.name && $0.value != raw.value })
    {
      let wanted = value.isEmpty ? "no value" : "'\(value)'"
      problems.append(
        Diagnostic("raw: '\(name)' must have \(wanted), or no unattended install ends", from: origin))
    }
  }

  /// partman asks whether it may write, the installer whether it may end, both at the highest priority.
  private static let end: [(name: String, type: String, value: String)] = [
    ("partman-basicfilesystems/no_swap", "boolean", "false"),
    ("partman-partitioning/confirm_write_new_label", "boolean", "true"),
    ("partman/choose_partition", "select", "finish"),
    ("partman/confirm", "boolean", "true"),
    ("partman/confirm_nooverwrite", "boolean", "true"),
    ("finish-install/reboot_in_progress", "note", ""),
    ("debian-installer/exit/poweroff", "boolean", "true"),
  ]

  /// Answers that would have the installer ask or stand still, by the only harmless one.
  private static let restless = [
    "debconf/priority": "critical", "debian-installer/exit/always_halt": "false",
    "debian-installer/exit/halt": "false", "preseed/interactive": "false",
  ]

  private static func reason(_ directive: Directive) -> String? {
    guard let harmless = restless[directive.question.name], directive.value != harmless else { return nil }
    return directive.question.name.hasPrefix("debian-installer/exit/")
      ? "the machine switches off at the end" : "it would ask, and nobody answers"
  }
}

extension Directive {
  /// The same, in no key.
  fileprivate var implied: Directive {
    let lines = lines.map { line in
      var line = line
      line.isImplied = true
      return line
    }
    return Directive(question, type: type, parts: parts, lines: lines)
  }
}
