import Console
import Foundation
import Images
import Imaging
import Storage
import Text

enum VerifyCommand: Command {
  private static let key = Option.value(
    "key", "FILE", repeatable: true, help: "a public key in PEM that is trusted")
  private static let keys = Option.value(
    "keys", "FILE",
    help:
      "a signed list of keys ('kiln key list'), signed by those of --key; without these, it is trusted itself"
  )
  private static let threshold = Option.value(
    "threshold", "N", help: "how many of the keys must have signed (default: 1)")
  private static let at = Option.value(
    "at", "TIME", help: "judge keys as of then, such as 2026-11-28T00:00:00Z (default: now)")
  private static let state = Option.value(
    "state", "FILE",
    help:
      "where what was verified is remembered (default: $XDG_STATE_HOME/kiln/verified.json, or below ~/.local/state)"
  )
  private static let forgets = Option.flag(
    "no-state", help: "remember nothing, and do not ask whether the image is older than one verified before")

  static let verb = Verb(
    "verify", summary: "tell whether an image is what its builder signed",
    discussion:
      "From the files alone, offline: every file against the signed provenance, every statement against the keys, the "
      + "descriptor and the chain of layers against what was signed, and the version against those verified here before. "
      + "Each thing that is wrong is named. Exit status 1 when anything is. What the store itself has is read by 'kiln store verify'.",
    positional: Positional(
      "IMAGE", .one,
      help:
        "a file of the image, in the folder with all others; or an image of the store, named as for 'kiln inspect'"
    ),
    options: [
      key, keys, threshold, at, state, forgets, SharedOptions.store, SharedOptions.site, SharedOptions.format,
    ],
    example: Verb.Example(
      "kiln verify out/web-1.0.0.json --key builder.pub", "checks all files of web 1.0.0 in the folder out"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    func usage(_ message: String) -> UsageError { UsageError(message, command: "kiln verify") }
    let trusted = arguments.values(key)
    guard !trusted.isEmpty || arguments.has(keys) else {
      throw usage("name the builder's public key with --key FILE, or a list of keys with --keys FILE")
    }
    let least = arguments.value(threshold) ?? "1"
    guard let count = Int(least), count > 0 else {
      throw usage("--threshold takes a number from 1 on, not '\(least)'")
    }
    var time = Date.now
    if let text = arguments.value(at) {
      guard let given = try? Date(text, strategy: .iso8601) else {
        throw usage("--at takes a time such as 2026-11-28T00:00:00Z, not '\(text)'")
      }
      time = given
    }
    let name = arguments.positionals[0]
    let run = try VerifyRun(
      VerifyRun.Trust(keys: trusted, list: arguments.value(keys), threshold: count), at: time,
      state: arguments.has(forgets)
        ? nil : arguments.value(state) ?? VerifyRun.standardState(environment: context.environment))
    let verdict = try await run.run(try files(name, arguments, in: context))
    try context.print(VerifiedImage(name, verdict), arguments)
    return verdict.isSound ? .done : .failed
  }

  private static func files(_ name: String, _ arguments: Arguments, in context: Context) throws -> ImageFiles
  {
    let reference = ImageReference(name)
    if case .path = reference { return try ImageFiles(at: name) }
    let images = try arguments.existingStore(in: context).images
    guard let manifest = try images.build(reference) else {
      throw VerbFailure(
        description:
          "the store has no image '\(name)': name a file of an image, such as out/\(name)-1.0.0.json")
    }
    return try ImageFiles(manifest, in: images)
  }
}

private struct VerifiedImage: Report {
  struct Fault: Encodable {
    let kind: StatementFault.Kind
    let file: String?
    let message: String
  }

  struct File: Encodable {
    let path: String
    let sha256: String
  }

  let image: String
  let sound: Bool
  let faults: [Fault]
  let name: String?
  let version: String?
  let build: String?
  /// RFC 3339, UTC.
  let built: String?
  let builder: String?
  /// By statement.
  let signers: [String: [Signer]]
  /// Absent where no statement tells of tests.
  let tests: String?
  /// When they ended: RFC 3339, UTC; absent where the statement does not say.
  let tested: String?
  let files: [File]
  private let lines: [String]

  private enum CodingKeys: CodingKey {
    case image, sound, faults, name, version, build, built, builder, signers, tests, tested, files
  }

  init(_ image: String, _ verdict: ImageVerification) {
    self.image = image
    sound = verdict.isSound
    faults = verdict.faults.map { Fault(kind: $0.kind, file: $0.file, message: $0.message) }
    lines = verdict.faults.map(\.description)
    let provenance = verdict.provenance
    (name, version, build) = (provenance?.name, provenance?.version, provenance?.build)
    (built, builder) = (provenance?.finished.ISO8601Format(), provenance?.builder)
    signers = Dictionary(uniqueKeysWithValues: verdict.signers.map { ($0.key.rawValue, $0.value) })
    tests = verdict.tests?.rawValue.lowercased()
    tested = verdict.tested?.ISO8601Format()
    files = verdict.files.sorted { $0.key < $1.key }.map { File(path: $0.key, sha256: $0.value) }
  }

  func text(on terminal: Terminal) -> String {
    guard sound else {
      let count = faults.count == 1 ? "1 thing is wrong" : "\(faults.count) things are wrong"
      return lines.map { "\($0)\n" }.joined() + "\(image): NOT verified: \(count)\n"
    }
    let who = Set(signers.values.joined()).map(\.description).sorted().joined(separator: ", ")
    let outcome =
      switch tests {
      case "passed": "tests passed"
      case "warned": "tests passed, not all of them done"
      case "failed": "tests FAILED"
      default: "not tested"
      }
    return """
      \(name ?? image) \(version ?? ""), built on \(built ?? "") by \(builder ?? ""): verified
      signed by \(who): \(signers.keys.sorted().joined(separator: ", "))
      \(files.count == 1 ? "1 file is" : "\(files.count) files are") as signed; \(outcome)\(tested.map { ", on \($0)" } ?? "")

      """
  }
}
