import Console
import Factory
import Storage

enum MediaVerify: MediaAction {
  private static let remove = Option.flag("remove", help: "verify: remove what is wrong")

  static let name = "verify"
  static let usage = "verify"
  static let summary = "digest everything in the store anew"
  static let options = [remove]

  static func run(_ words: [String], _ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    guard words.isEmpty else { throw usageError("'verify' takes no name: it looks at all files") }
    let result = try await MediaCheck(store: try arguments.store(in: context))
      .run(removesWrong: arguments.has(remove))
    try context.print(VerifiedMedia(result: result), arguments)
    return result.wrong.isEmpty ? .done : .failed
  }
}

private struct VerifiedMedia: Report {
  let result: MediaCheck.Result

  func encode(to encoder: any Encoder) throws { try result.encode(to: encoder) }

  func text(on terminal: Terminal) -> String {
    let wrong = result.wrong.map { file in
      let name = file.name.map { " (\($0))" } ?? ""
      return "\(file.path)\(name): SHA-256 is \(file.actual)\n"
    }
    let outcome = wrong.isEmpty ? "all as they should be" : "\(wrong.count) wrong"
    let files = "\(result.files) file\(result.files == 1 ? "" : "s")"
    return wrong.joined() + "\(files), \(formatted(bytes: result.bytes)), \(outcome)\n"
  }
}
