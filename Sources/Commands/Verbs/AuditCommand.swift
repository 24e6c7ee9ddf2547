import Console
import Factory
import Foundation
import Images
import Media
import Planning

enum AuditCommand: Command {
  private static let severity = Option.value(
    "severity", "WORD", choices: Vulnerability.Severity.allCases.map(\.rawValue),
    help: "leave out what is less severe (default: unknown)")
  private static let fixed = Option.flag(
    "fixed", help: "leave out what no newer version fixes")

  static let verb = Verb(
    "audit", summary: "tell which known vulnerabilities an image has",
    discussion:
      "The image's SBOM ('kiln sbom') is held against the data that a site file names under 'vulnerabilities', or those of "
      + "--data: records of the Open Source Vulnerability format (one, a folder or a zip), the JSON of Debian's security tracker, or "
      + "OVAL definitions of Debian, Ubuntu or Red Hat, which may be packed by bzip2, gzip or xz. Versions are compared as the "
      + "distribution does. Exit status 1 when there is any that is not left out.",
    positional: Positional(
      "IMAGE", .one, help: "the image, named as for 'kiln diff', or the .cdx.json beside an image of Kiln's"),
    options: [
      SharedOptions.vulnerabilityData, severity, fixed, SharedOptions.offline, SharedOptions.format,
      SharedOptions.accelerator,
      SharedOptions.store, SharedOptions.site,
    ],
    example: Verb.Example(
      "kiln audit web@stable --site site.yaml --severity high --fixed", "lists what a rebuild would mend"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    guard let run = try arguments.audit(in: context) else {
      throw UsageError(
        "there are no data about vulnerabilities: name some with --data, or under 'vulnerabilities' in the site file",
        command: "kiln \(verb.name)")
    }
    let bill = try await arguments.bills(in: context, verb: verb).bill(of: arguments.positionals[0])
    let audit = try await run(bill)
    let report = AuditReport(
      audit, of: bill,
      least: arguments.value(severity).flatMap(Vulnerability.Severity.init) ?? .unknown,
      onlyFixed: arguments.has(fixed), today: .now)
    try context.print(report, arguments)
    return report.vulnerabilities.isEmpty ? .done : .failed
  }
}

extension Arguments {
  /// What finds known vulnerabilities, by the data that a command line or else the site file names; nil where neither names any.
  func audit(in context: Context) throws -> ImageAudit.Run? {
    let site = try site()
    let named = values(SharedOptions.vulnerabilityData).map(ImageAudit.Source.init(path:))
    let sources = named.isEmpty ? (site?.vulnerabilities ?? []).map(ImageAudit.Source.init) : named
    guard !sources.isEmpty else { return nil }
    let downloader = Downloader(.init(proxy: site?.proxy, isOffline: has(SharedOptions.offline)))
    let audit = ImageAudit(cache: try store(in: context).mediaCache, downloader: downloader)
    return { try await audit.audit($0, against: sources) }
  }
}

/// What an audit found.
struct AuditReport: Report {
  let image: String
  let version: String?
  let system: String?
  let data: [VulnerabilityData]
  /// By severity, the worst first; also of what is left out.
  let counts: [VulnerabilityCount]
  /// The worst first.
  let vulnerabilities: [Vulnerability]
  let remarks: [String]
  private let ages: [String]

  private enum CodingKeys: String, CodingKey {
    case image, version, system, data, counts, vulnerabilities, remarks
  }

  init(
    _ audit: VulnerabilityAudit, of bill: BillOfMaterials, least: Vulnerability.Severity,
    onlyFixed: Bool,
    today: Date
  ) {
    image = bill.subject.name
    version = bill.subject.version
    system = bill.system?.name
    data = audit.data
    counts = audit.counts
    vulnerabilities = audit.vulnerabilities.filter { $0.severity >= least && (!onlyFixed || $0.fixed != nil) }
    remarks = audit.remarks
    ages = audit.data.map { data in
      data.date.map { "\(age(seconds: max(0, today.timeIntervalSince($0)))) old" } ?? "of unknown age"
    }
  }

  func text(on terminal: Terminal) -> String {
    let head = [image, version, system.map { "(\($0))" }].compactMap(\.self).joined(separator: " ") + "\n"
    let against = zip(data, ages).map { data, age in
      "held against \(data.name) (\(data.kind.rawValue)), \(age): \(counted(data.records, "record")) of what is installed\n"
    }
    let table = Table(
      [
        .init("SEVERITY"), .init("VULNERABILITY"), .init("PACKAGE"), .init("INSTALLED"), .init("FIXED IN"),
        .init("WHERE", isCut: true),
      ],
      rows: vulnerabilities.map { found in
        [
          found.severity.rawValue, found.id, found.package, found.installed, found.fixed ?? found.note ?? "",
          found.places.joined(separator: ", "),
        ]
      }
    ).text(on: terminal)
    let summary = counts.filter { $0.fixed + $0.unfixed > 0 }.map {
      "\($0.severity.rawValue) \($0.fixed) fixed, \($0.unfixed) unfixed"
    }
    return head + against.joined() + (vulnerabilities.isEmpty ? "" : table)
      + (summary.isEmpty ? "no known vulnerabilities\n" : "all: \(summary.joined(separator: "; "))\n")
      + remarks.map { "\($0)\n" }.joined()
  }
}
