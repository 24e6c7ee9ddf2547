public import Foundation
import JSON

/// What came of testing an image: `tests.json` beside it, and, for tools that collect tests, JUnit's XML.
public struct TestReport: Hashable, Sendable, Codable {
  public static let currentFormat = 1

  public var format = currentFormat
  public var image: DescribedImage
  /// Whether it was booted, and nothing failed.
  public var passed: Bool
  /// What its machine ran on, `kvm` or `tcg`; nil where none was started.
  public var accelerator: String?
  /// Of the whole test.
  public var seconds: Double
  /// When it ended; nil where nothing was tested.
  public var tested: Date?
  /// What should have been looked at, and was not.
  public var untested: [Untested]
  public var tests: [TestCase]
  /// What its machine listens on, by number; nil where nobody could look inside.
  public var ports: [ListeningPort]?

  public struct Untested: Hashable, Sendable, Codable {
    public var what: String
    public var why: String

    public init(_ what: String, because why: String) {
      self.what = what
      self.why = why
    }
  }

  public init(
    of image: DescribedImage, tests: [TestCase], untested: [Untested] = [], ports: [ListeningPort]? = nil,
    accelerator: String? = nil, seconds: Double = 0, tested: Date? = nil
  ) {
    self.image = image
    self.tests = tests
    self.ports = ports
    self.tested = tested.map(\.inWholeSeconds)
    self.untested = untested
    self.accelerator = accelerator
    self.seconds = (seconds * 10).rounded() / 10
    passed = tests.contains { $0.outcome == .passed } && !tests.contains { $0.outcome == .failed }
  }

  /// Of an image that nobody wanted tested: it has not passed.
  ///
  /// - Parameter why: who says so, such as `--no-test`.
  public init(untested image: DescribedImage, because why: String) {
    self.init(of: image, tests: [], untested: [Untested("everything", because: why)])
  }

  public var failed: [TestCase] { tests.filter { $0.outcome == .failed } }

  /// What failed, in a line; nil where nothing did.
  public var fault: String? {
    guard let first = failed.first else { return nil }
    // Of an image that does not boot, no more is to be said.
    if first.kind == .boot, let message = first.message { return message }
    let what = first.message.map { "\(first.name): \($0)" } ?? first.name
    guard failed.count > 1 else { return what }
    return "\(failed.count) of \(tests.count) tests failed: \(what); "
      + failed.dropFirst().prefix(4).map(\.name).joined(separator: ", ") + (failed.count > 5 ? ", …" : "")
  }

  /// The file's bytes.
  public func encoded() throws -> [UInt8] { Array(try prettyJSON(self)) }

  /// - Throws: `JSONError`, `DecodingError`.
  public init(_ bytes: [UInt8]) throws {
    self = try decodeJSON(Self.self, from: bytes)
  }
}
