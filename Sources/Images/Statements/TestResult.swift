public import Foundation
import JSON

/// How an image's tests went, as in-toto has it: predicate "Test Result" 0.1 (in-toto/attestation, `spec/predicates/test-result.md`).
public struct TestResult: Hashable, Sendable {
  public enum Result: String, Hashable, Sendable {
    case passed = "PASSED"
    /// Nothing failed, and something was not tested.
    case warned = "WARNED"
    case failed = "FAILED"
  }

  public var result: Result
  public var passed: [String]
  /// Left out.
  public var skipped: [String]
  public var failed: [String]
  /// When they ended; nil where the record does not say.
  public var tested: Date?
  /// The records that say what was tested, and how; the time stands with the first.
  public var records: [ResourceDescriptor]

  /// - Parameters:
  ///   - tests: what `tests.json` says.
  ///   - records: the files of the same test run.
  /// - Throws: of kind `malformed`.
  public init(_ tests: JSONValue, records: [ResourceDescriptor]) throws(StatementFault) {
    guard let isPassed = tests["passed"]?.bool, let list = tests["tests"]?.array else {
      throw StatementFault(.malformed, "is no record of tests: it lacks 'passed' or 'tests'")
    }
    func names(_ outcome: String) -> [String] {
      list.filter { $0["outcome"]?.string == outcome }.compactMap { $0["name"]?.string }
    }
    (passed, skipped, failed) = (names("passed"), names("skipped"), names("failed"))
    let isWhole = skipped.isEmpty && tests["untested"]?.array?.isEmpty != false
    result = !isPassed || !failed.isEmpty ? .failed : isWhole ? .passed : .warned
    self.records = records
    guard let text = tests["tested"]?.string, let time = try? Date(text, strategy: .iso8601) else { return }
    tested = time
    if !records.isEmpty { self.records[0].annotations[Self.time] = .string(text) }
  }

  /// The name of the annotation with the time: the predicate has no place for it.
  private static let time = "tested"

  /// - Parameter predicate: of a statement of kind `tests`.
  /// - Throws: of kind `malformed`.
  public init(predicate: JSONValue) throws(StatementFault) {
    guard let result = predicate["result"]?.string.flatMap(Result.init(rawValue:)),
      let records = predicate["configuration"]?.array
    else {
      throw StatementFault(.malformed, "holds no test result: it lacks 'result' or 'configuration'")
    }
    func names(_ key: String) -> [String] { predicate[key]?.array?.compactMap(\.string) ?? [] }
    self.result = result
    (passed, skipped, failed) = (names("passedTests"), names("warnedTests"), names("failedTests"))
    self.records = try records.map { json throws(StatementFault) in try ResourceDescriptor(json) }
    tested = self.records.lazy.compactMap { $0.annotations[Self.time]?.string }.first
      .flatMap { try? Date($0, strategy: .iso8601) }
  }

  var json: JSONValue {
    func list(_ names: [String]) -> JSONValue { .array(names.map(JSONValue.string)) }
    return .object([
      "result": .string(result.rawValue), "configuration": .array(records.map(\.json)),
      "passedTests": list(passed), "warnedTests": list(skipped), "failedTests": list(failed),
    ])
  }

  public func statement(of subjects: [ResourceDescriptor]) -> Statement {
    Statement(of: subjects, predicateType: StatementKind.tests.predicateType, predicate: json)
  }
}
