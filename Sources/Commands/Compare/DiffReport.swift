import Console
import Images

/// A difference as text, a table for each section that found something.
struct DiffReport: Report {
  /// How many changes of a section a text lists.
  private static let longest = 100

  let diff: ImageDiff

  func encode(to encoder: any Encoder) throws { try diff.encode(to: encoder) }

  func text(on terminal: Terminal) -> String {
    let sections = diff.sections.filter { !$0.changes.isEmpty || !$0.remarks.isEmpty }
    let head = "\(diff.before) → \(diff.after)\n"
    let verdict = diff.isDifferent ? "" : "The systems do not differ.\n"
    let body = sections.map { section(in: terminal, $0) }.joined()
    return head + verdict + body + generated
  }

  private func section(in terminal: Terminal, _ section: DiffSectionResult) -> String {
    let shown = section.changes.prefix(Self.longest)
    let columns = [Table.Column(""), Table.Column(section.title.uppercased()), Table.Column("")]
    let table = Table(
      columns, rows: shown.map { [$0.kind.sign, $0.subject, $0.words.joined(separator: "; ")] })
    let more = section.changes.count - shown.count
    return "\n" + (section.changes.isEmpty ? "   \(section.title.uppercased())\n" : table.text(on: terminal))
      + (more > 0 ? "   … and \(more) more, which --format json and --html list\n" : "")
      + section.remarks.map { "   \($0)\n" }.joined() + shown.map(details).joined()
  }

  private func details(_ change: Change) -> String {
    guard !change.changelog.isEmpty || !change.patch.isEmpty else { return "" }
    let lines = change.changelog + change.patch
    return "\n   \(change.subject)\n" + lines.map { "   \($0)\n" }.joined()
  }

  private var generated: String {
    let count = diff.generated.values.reduce(0, +)
    guard count > 0 else { return "" }
    let kinds = diff.generated.sorted { $0.key < $1.key }.map { "   \($0.key) \($0.value)\n" }
    return "\nBesides, \(counted(count, "file")) that every build writes again:\n" + kinds.joined()
  }
}

extension Change.Kind {
  var sign: String {
    switch self {
    case .added: "+"
    case .removed: "-"
    case .changed: "~"
    }
  }
}

extension Change {
  /// All of it in words but its subject, its kind and its longer texts.
  var words: [String] {
    let states = [before, after].compactMap { $0 }
    // Of a file that has changed, its notes say in what.
    let isTold = kind == .changed && subject.hasPrefix("/") && !notes.isEmpty
    return (states.isEmpty || isTold ? [] : [states.joined(separator: " → ")])
      + (growth.map { [formatted(growth: $0)] } ?? []) + notes
  }
}

/// `+1.5 MiB`, `-12 B`.
func formatted(growth bytes: Int64) -> String { (bytes < 0 ? "-" : "+") + formatted(bytes: bytes.magnitude) }

/// `1 file`, `2 files`.
func counted(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
