import Files
import Foundation
import JSON

/// The folder of nightly reports: `nightly-TIME.json`, `.txt` and `.html` for each run, and `latest.*`.
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
    let time = report.start.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
    let stem = "\(Self.prefix)\(time)"
    let files = [
      ("json", try prettyJSON(report)), ("txt", Data(forms.text.utf8)), ("html", Data(forms.html.utf8)),
    ]
    for (ending, data) in files {
      for name in [stem, "latest"] { try FileSystem.write(data, to: "\(path)/\(name).\(ending)") }
    }
    for old in stems.dropFirst(keep) {
      for (ending, _) in files { try FileSystem.remove("\(path)/\(old).\(ending)") }
    }
    return "\(path)/\(stem).html"
  }

  /// The reports that are there, the last one first; one that cannot be read is left out.
  func earlier() -> [NightlyReport] {
    stems.compactMap { stem in
      FileManager.default.contents(atPath: "\(path)/\(stem).json").flatMap {
        try? decodeJSON(NightlyReport.self, from: $0)
      }
    }
  }

  private static let prefix = "nightly-"

  /// The last one first: times sort as text.
  private var stems: [String] {
    let pattern = #"\Anightly-[0-9]{8}T[0-9]{6}Z\.json\z"#
    return FileSystem.entries(of: path).filter { $0.range(of: pattern, options: .regularExpression) != nil }
      .map { String($0.dropLast(5)) }.reversed()
  }
}
