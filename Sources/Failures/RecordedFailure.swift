/// An error that carries its record, on its way from where it happened to the report; its text is the record's summary.
public struct RecordedFailure: Error, CustomStringConvertible, Sendable {
  public let record: FailureRecord

  public init(record: FailureRecord) {
    self.record = record
  }

  public var description: String { record.summary }
}
