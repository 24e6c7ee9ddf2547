/// An error of which all is said in `failure.json`; its text is the record's summary.
public struct RecordedFailure: Error, CustomStringConvertible, Sendable {
  public let record: FailureRecord

  public init(record: FailureRecord) {
    self.record = record
  }

  public var description: String { record.summary }
}
