import Diagnostics
import YAML

/// What must not be believed of the files that a recipe names, found before any of it is used.
extension ApplianceReader {
  /// A folder on this host may hold what may not be copied as it is, without a word in the recipe.
  mutating func check(_ step: FileStep, _ written: Value) {
    switch step.source.content {
    case .file(_, let mode):
      if step.mode == nil, let bits = Self.setBits(mode) {
        report(
          "'\(step.source.written)' is \(bits) on this host: say under 'mode' what it is to have", written)
      }
    case .folder(_, let entries):
      for entry in entries { check(entry, of: step, written) }
    }
  }

  private mutating func check(_ entry: Source.Entry, of step: FileStep, _ written: Value) {
    if case .file(_, let mode) = entry.kind, let bits = Self.setBits(mode) {
      report(
        "'\(step.source.written)/\(entry.path)' is \(bits) on this host:"
          + " copy it by an item of its own, with a 'mode'", written)
    }
    if step.destination.utf8.count + 1 + entry.path.utf8.count > ImagePath.longestPath {
      report(
        "'\(entry.path.prefix(40))…' would have a path of more than \(ImagePath.longestPath) bytes in the image",
        written)
    }
  }

  /// The owner in the image is another than here, so these bits would mean something else.
  private static func setBits(_ mode: UInt16) -> String? {
    let bits = [(UInt16(0o4000), "set-user-ID"), (0o2000, "set-group-ID")].filter { mode & $0.0 != 0 }
    return bits.isEmpty ? nil : bits.map(\.1).joined(separator: " and ") + " (mode \(String(mode, radix: 8)))"
  }

  /// What would keep a script from being run, said where the script is.
  mutating func check(_ step: ScriptStep) {
    let processor = value["os"]?.string("arch") ?? ""
    guard let head = sources.head(of: step.source.path),
      let problem = processor.isEmpty ? head.problem : head.problem(on: processor)
    else { return }
    let place = Location(file: step.source.path, line: 1, column: problem.column)
    diagnostics.append(Diagnostic("script of \(step.location): \(problem.message)", at: place))
  }

  /// A secret's file need not be there until an image is built; what is there must be a file.
  func fault(ofSecret path: String, _ written: String) -> String? {
    guard let status = try? HostFile.status(path) else { return nil }
    switch status.kind {
    case .file where status.size <= SourceReader.Limit.text.bytes: return nil
    case .file: return "'\(written)' has \(ByteSize.text(UInt64(status.size))), and a secret may have 1 MiB"
    case .folder: return "'\(written)' is a folder, where the file of a secret is needed"
    case .other: return "'\(written)' is not a regular file: reading it might never end"
    }
  }

  private mutating func report(_ message: String, _ value: Value) {
    diagnostics.append(Diagnostic(message, from: value.origin))
  }
}
