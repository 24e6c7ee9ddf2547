import Files
import Foundation
import JSON

/// The folder of nightly reports: `nightly-TIME.json`, `.txt` and `.html` for each run, `nightly-TIME/` with its logs, and `latest.*`.
public struct ReportFolder: Sendable {
  /// Absolute.
  public let path: String
  /// How many reports are kept.
  private let keep: Int

  /// - Parameters:
  ///   - path: made when the first report is written.
  ///   - keep: at least 1.
  public init(path: String, keep: Int) {
    self.path = URL(fileURLWithPath: path).standardizedFileURL.path
    self.keep = max(1, keep)
  }

  /// One report in all its forms.
  public struct Forms: Sendable {
    public var text: String
    public var html: String

    public init(text: String, html: String) {
      self.text = text
      self.html = html
    }
  }

  /// Writes a report, each file whole or not at all, and removes those beyond the number to keep.
  ///
  /// - Returns: the path of the page.
  public func publish(_ report: NightlyReport, as forms: Forms) throws -> String {
    try FileSystem.makeFolder(path)
    let stem = Self.stem(of: report)
    let files = [
      ("json", try prettyJSON(report)), ("txt", Data(forms.text.utf8)), ("html", Data(forms.html.utf8)),
    ]
    for (ending, data) in files {
      for name in [stem, "latest"] { try FileSystem.write(data, to: "\(path)/\(name).\(ending)") }
    }
    for old in stems.dropFirst(keep) {
      for (ending, _) in files { try FileSystem.remove("\(path)/\(old).\(ending)") }
    }
    let kept = Set(stems)
    for folder in FileSystem.entries(of: path)
    where Self.isStem(folder) && !kept.contains(folder) { try FileSystem.remove("\(path)/\(folder)") }
    return "\(path)/\(stem).html"
  }

  /// Copies the logs and screens of a run into the report's own folder, `NAME/` for each appliance, since the store keeps only those of
  /// the last build. Logs that are older than the run belong to an earlier report, and are left out. The folder is as private as the
  /// store's, whoever may read the reports: logs may hold secrets.
  ///
  /// - Returns: the report, which names the copies; of what cannot be copied, the original.
  public func keepingLogs(of report: NightlyReport) -> NightlyReport {
    var report = report
    let folder = "\(path)/\(Self.stem(of: report))"
    for index in report.appliances.indices {
      var appliance = report.appliances[index]
      let isNew = { (path: String) in
        FileSystem.modificationDate(of: path).map { $0 >= report.start } ?? false
      }
      let copy = { (path: String) in
        isNew(path) ? (try? Self.copy(path, of: appliance.name, to: folder)) ?? path : path
      }
      appliance.logs = appliance.logs.filter(isNew).map(copy)
      if let path = appliance.failure?.screenshot { appliance.failure?.screenshot = copy(path) }
      if let path = appliance.boot?.screenshot { appliance.boot?.screenshot = copy(path) }
      if let path = appliance.boot?.log { appliance.boot?.log = copy(path) }
      report.appliances[index] = appliance
    }
    return report
  }

  /// - Returns: the copy's path, below the folder as the original is below its appliance's.
  private static func copy(_ path: String, of appliance: String, to folder: String) throws -> String {
    let parts = path.split(separator: "/")
    let own = parts.lastIndex { $0 == appliance }.map { parts[($0 + 1)...] } ?? parts.suffix(1)
    let target = "\(folder)/\(appliance)/\(own.joined(separator: "/"))"
    try FileSystem.makePrivateFolder(folder)
    try FileSystem.makeFolder(URL(fileURLWithPath: target).deletingLastPathComponent().path)
    let draft = try Draft(for: target)
    try draft.fill(from: path) { _ in }
    try draft.commit()
    return target
  }

  /// When the last run that passed ended; nil where no report of one is kept.
  public var lastSuccess: Date? { earlier().first(where: \.passed)?.end }

  /// The reports that are there, the last one first; one that cannot be read is left out.
  func earlier() -> [NightlyReport] {
    stems.compactMap { stem in
      FileManager.default.contents(atPath: "\(path)/\(stem).json").flatMap {
        try? decodeJSON(NightlyReport.self, from: $0)
      }
    }
  }

  private static func stem(of report: NightlyReport) -> String {
    "nightly-\(report.start.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted)))"
  }

  private static func isStem(_ name: some StringProtocol) -> Bool {
    name.range(of: #"\Anightly-[0-9]{8}T[0-9]{6}Z\z"#, options: .regularExpression) != nil
  }

  /// The last one first: times sort as text.
  private var stems: [String] {
    FileSystem.entries(of: path).filter { $0.hasSuffix(".json") && Self.isStem($0.dropLast(5)) }
      .map { String($0.dropLast(5)) }.reversed()
  }
}
