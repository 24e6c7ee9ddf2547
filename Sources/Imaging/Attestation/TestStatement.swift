import Digests
public import Images
public import Jobs
import JSON

/// Signs how tests of an image went that is in no store: whoever gets the report knows who says so, and of which files.
public struct TestStatement: Sendable {
  private let settings: SigningSettings
  private let notice: @Sendable (String) -> Void

  /// - Parameter notice: hears what a user must know.
  public init(settings: SigningSettings, notice: @escaping @Sendable (String) -> Void) {
    self.settings = settings
    self.notice = notice
  }

  /// - Parameters:
  ///   - report: what `tests.json` says.
  ///   - subjects: the image's files.
  ///   - documents: files of the report, the first of which is it: their bytes by name.
  /// - Returns: an envelope's bytes.
  /// - Throws: what keeps it from being signed.
  public func envelope(
    of report: TestReport, about subjects: [ResourceDescriptor],
    in documents: [(name: String, bytes: [UInt8])]
  ) async throws -> [UInt8] {
    let records = documents.map { ResourceDescriptor(document: $0.name, $0.bytes) }
    let result = try TestResult(try parseJSON(try report.encoded()), records: records)
    return try await Signers(settings, notice: notice).signed(result.statement(of: subjects)).bytes
  }
}

extension ResourceDescriptor {
  /// A document that is put beside an image.
  init(document name: String, _ bytes: [UInt8]) {
    self.init(
      file: name, sha256: sha256(bytes),
      mediaType: name.hasSuffix(".xml") ? "application/xml" : "application/json")
  }
}
