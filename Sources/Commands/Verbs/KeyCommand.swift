import Console
import Diagnostics
import Digests
import Foundation
import Images
import Imaging
import Text

enum KeyCommand: Command {
  private static let actions = ["new", "list", "revoke"]
  private static let scheme = Option.value(
    "type", "TYPE", choices: ["ed25519", "ecdsa-p256"], help: "new: the kind of key (default: ed25519)")
  private static let validFor = Option.value(
    "valid-for", "TIME", help: "new: such as 365d; without it, the key does not expire")
  private static let overlap = Option.value(
    "overlap", "TIME", help: "new: let the keys that are valid now expire after this, such as 30d")
  private static let reason = Option.value("reason", "TEXT", help: "revoke: why; the list says it")
  private static let folder = Option.value(
    "folder", "DIR", help: "where the keys are (default: KILN_KEYS, or ~/.local/share/kiln-keys)")

  static let verb = Verb(
    "key", summary: "make, list and revoke the keys that sign images",
    discussion:
      "new [NAME]: makes a key, adds it to the signed list, and prints where its public key is\n"
      + "list: prints the keys and where the signed list is\n"
      + "revoke NAME|ID: lets nobody believe a key any more, whatever it signed\n"
      + "All keys that are valid sign each image: so a new one is made some time before the old one expires.",
    positional: Positional(
      "ACTION", .atLeastOne, choices: actions, help: "one of these, and what it works on"),
    options: [scheme, validFor, overlap, reason, folder, SharedOptions.format],
    example: Verb.Example(
      "kiln key new 2027 --valid-for 400d --overlap 30d",
      "makes a key that takes the place of those there are"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    func usage(_ message: String) -> UsageError { UsageError(message, command: "kiln key") }
    let (action, words) = (arguments.positionals[0], Array(arguments.positionals.dropFirst()))
    guard let path = arguments.value(folder) ?? KeyFolder.standardPath(environment: context.environment)
    else {
      throw HostProblem(message: "nothing says where keys are: set KILN_KEYS, or give --folder")
    }
    let keys = KeyFolder(path: path)
    switch (action, words.count) {
    case ("new", 0...1): try await make(words.first, in: keys, arguments)
    case ("list", 0): break
    case ("revoke", 1):
      guard let why = arguments.value(reason) else { throw usage("say why with --reason TEXT") }
      _ = try await keys.revoke(words[0], reason: why)
    case (let word, _) where actions.contains(word):
      throw usage(word == "list" ? "'list' takes no name" : "'\(word)' takes the name of one key")
    case (let word, _):
      throw usage(
        "unknown action '\(word)'; it is one of \(actions.joined(separator: ", "))\(didYouMean(word, among: actions))"
      )
    }
    try context.print(KeysReport(keys, try keys.list()), arguments)
    return .done
  }

  private static func make(_ name: String?, in keys: KeyFolder, _ arguments: Arguments) async throws {
    let now = Date.now
    let span = try arguments.duration(validFor, of: verb)
    _ = try await keys.make(
      name ?? "key-\(now.formatted(.iso8601.year().month().day().dateSeparator(.omitted)))",
      arguments.value(scheme) == "ecdsa-p256" ? .ecdsaP256 : .ed25519, from: now,
      until: span.map { now + $0 / .seconds(1) }, overlap: try arguments.duration(overlap, of: verb), now: now
    )
  }
}

private struct KeysReport: Report {
  struct Key: Encodable {
    let name: String
    let keyid: String
    let scheme: String
    let state: String
    let from: String
    let until: String?
    let revoked: String?
    let reason: String?
    let `public`: String
  }

  /// The signed list; absent where there is none yet.
  let list: String?
  let version: Int
  let keys: [Key]

  init(_ folder: KeyFolder, _ list: KeyList?, now: Date = .now) {
    self.list = list.map { _ in folder.listFile }
    version = list?.version ?? 0
    keys = (list?.keys ?? []).map { entry in
      let state =
        switch entry.standing(at: now) {
        case .valid: "valid"
        case .early: "not-yet-valid"
        case .expired: "expired"
        case .revoked: "revoked"
        }
      return Key(
        name: entry.name, keyid: entry.id, scheme: entry.scheme.rawValue, state: state,
        from: entry.from.ISO8601Format(), until: entry.until?.ISO8601Format(),
        revoked: entry.revoked?.when.ISO8601Format(), reason: entry.revoked?.reason,
        public: folder.publicFile(entry.name))
    }
  }

  func text(on terminal: Terminal) -> String {
    guard let list else {
      return "there are no keys yet: 'kiln key new' makes one, and so does the first build\n"
    }
    let rows = keys.map { key in
      [
        key.name, String(key.keyid.prefix(12)), key.scheme, key.state, String(key.from.prefix(10)),
        key.until.map { String($0.prefix(10)) } ?? "", key.public,
      ]
    }
    let columns = ["NAME", "KEY ID", "TYPE", "STATE", "FROM", "UNTIL", "PUBLIC KEY"].map { Table.Column($0) }
    return Table(columns, rows: rows).text(on: terminal) + "signed list: \(list), version \(version)\n"
  }
}
