import Console
import Factory
import Files
import Images
import Imaging

enum AdmitCommand: Command {
  private static let rules = Option.value(
    "policy", short: "p", "FILE",
    help:
      "what the site asks for: a file, or the name of a shipped one, such as grid-site (default: the site file's)"
  )

  private static let key = Option.value(
    "key", "FILE", repeatable: true, help: "a public key in PEM whose statements are believed")
  private static let keys = Option.value(
    "keys", "FILE", help: "a signed list of keys whose statements are believed ('kiln key list')")
  private static let threshold = Option.value(
    "threshold", "N", help: "how many of the keys must have signed (default: 1)")

  static let verb = Verb(
    "admit", summary: "tell whether an image keeps the rules of a site's policy",
    discussion:
      "The image may be anybody's, and hostile: its format is told from its first bytes, images that name other files are refused, "
      + "and its disks are read by an appliance without network, held to limits. None of its programs runs, and nothing is written "
      + "to it. What is on the disks counts more than what signed statements beside the image say (--key); a rule of which nothing is "
      + "known is not kept, unless the policy accepts that. docs/admission.md tells what a policy may say.",
    positional: Positional("IMAGE", .one, help: "the image, named as for 'kiln diff'"),
    options: [
      rules, key, keys, threshold, SharedOptions.vulnerabilityData, SharedOptions.offline, SharedOptions.site,
      SharedOptions.format,
      SharedOptions.accelerator, SharedOptions.library, SharedOptions.store,
    ],
    example: Verb.Example(
      "kiln admit downloads/web.qcow2 --policy grid-site",
      "holds a file of others against the policy for grid sites"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let path: String
    if let written = arguments.value(rules) {
      path = try self.path(of: written, arguments, in: context)
    } else if let named = try arguments.site()?.policy {
      path = named
    } else {
      throw UsageError(
        "name a policy with --policy, or under 'policy' in the site file", command: "kiln admit")
    }
    let policy = try Policy(path: path)
    let admission = ImageAdmission(
      store: try arguments.store(in: context), host: arguments.host,
      knowledge: ImageAdmission.Knowledge(
        trust: try trust(arguments), audit: try arguments.audit(in: context)))
    let outcome = try await admission.admit(arguments.positionals[0], by: policy)
    try context.print(AdmissionReport(admission: outcome), arguments)
    return outcome.isAdmitted ? .done : .failed
  }

  private static func trust(_ arguments: Arguments) throws -> VerifyRun.Trust? {
    guard arguments.has(key) || arguments.has(keys) else { return nil }
    guard let count = Int(arguments.value(threshold) ?? "1"), count > 0 else {
      throw UsageError("--threshold takes a number from 1 on", command: "kiln admit")
    }
    return VerifyRun.Trust(keys: arguments.values(key), list: arguments.value(keys), threshold: count)
  }

  /// A file; else one of those that are shipped, by its name.
  private static func path(of written: String, _ arguments: Arguments, in context: Context) throws -> String {
    guard !written.contains("/"), !FileSystem.isTaken(written) else { return written }
    let folder = try ShippedLibrary.find(arguments, in: context) + "/policies"
    let names = FileSystem.entries(of: folder).filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
    if names.contains(written) { return "\(folder)/\(written).yaml" }
    throw UsageError(
      "there is no file '\(written)', and no such policy is shipped; there are \(names.sorted().joined(separator: ", "))",
      command: "kiln admit")
  }
}

/// A policy's verdict on an image.
struct AdmissionReport: Report {
  let admission: Admission

  func encode(to encoder: any Encoder) throws { try admission.encode(to: encoder) }

  func text(on terminal: Terminal) -> String {
    let head = "\(admission.image)\nby \(admission.policy.title)\n\n"
    if let refusal = admission.refusal {
      return head + "NOT ADMITTED: it cannot be opened safely, or is too much: \(refusal)\n"
    }
    let table = Table(
      [Table.Column("RULE"), Table.Column("VERDICT"), Table.Column("EVIDENCE")],
      rows: admission.verdicts.map { [$0.rule, Self.word($0), $0.evidence.joined(separator: "; ")] })
    let broken = admission.verdicts.filter { !$0.admits }
    let places = broken.map {
      "\($0.place): \($0.rule) \($0.outcome == .failed ? "failed" : "is not known")\n"
    }
    return head + table.text(on: terminal) + "\n" + places.joined()
      + (broken.isEmpty
        ? "ADMITTED: \(counted(admission.verdicts.count, "rule")) kept\n"
        : "NOT ADMITTED: \(broken.count) of \(counted(admission.verdicts.count, "rule")) not kept\n")
  }

  private static func word(_ verdict: Verdict) -> String {
    switch verdict.outcome {
    case .passed: "passed"
    case .failed: "FAILED"
    case .unknown: verdict.isAccepted ? "not known (accepted)" : "NOT KNOWN"
    }
  }
}
