import AnswerFiles
import Diagnostics
import Recipes

/// Which installer can express which layout, found out by rendering them.
enum StorageSupport {
  /// The installers that read an answer file.
  static let installers: [Installer.Kind] = [.debianInstaller, .anaconda, .subiquity]

  /// Why an installer cannot be told a layout; empty when it can.
  static func refusals(_ layout: StorageExample, by kind: Installer.Kind) -> [String] {
    do throws(Diagnostics) {
      _ = try render(layout.appliance(for: kind))
      return []
    } catch {
      return error.list.map { $0.message.replacing("storage: ", with: "") }
    }
  }

  /// A table in Markdown: a row for each layout, a column for each installer, and what each refusal says below.
  static var table: String {
    var reasons: [String] = []
    let rows = StorageExample.all.map { layout in
      let cells = installers.map { kind in
        let refusals = refusals(layout, by: kind)
        for reason in refusals where !reasons.contains(reason) { reasons.append(reason) }
        let numbers = refusals.compactMap { reasons.firstIndex(of: $0) }.map { "\($0 + 1)" }
        return numbers.isEmpty ? "✓" : "no (\(numbers.joined(separator: ", ")))"
      }
      return row([layout.name] + cells)
    }
    let head = [row(["layout"] + installers.map { "`\($0.rawValue)`" })]
    let rule = [row([String](repeating: "---", count: installers.count + 1))]
    let notes = reasons.enumerated().map { "\($0 + 1). \($1)" }
    return (head + rule + rows + (notes.isEmpty ? [] : [""] + notes)).map { $0 + "\n" }.joined()
  }

  private static func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }
}
