import Foundation

/// What came of booting an image.
public struct BootResult: Hashable, Sendable, Codable {
  public var outcome: Verdict
  /// When it was found out; in whole seconds.
  public var when: Date
  /// From the machine's start to the verdict.
  public var seconds: Double
  /// Why it failed, or was not tried; nil when it booted.
  public var message: String?
  /// Of the serial console of one that failed.
  public var lastLines: [String]
  /// The serial console's log; nil when it was not tried.
  public var log: String?
  /// The screen of one that failed.
  public var screenshot: String?

  public enum Verdict: String, Sendable, Codable {
    /// A login was offered on the serial console.
    case booted
    case failed
    /// There is no serial console to watch.
    case unchecked
  }

  public init(
    outcome: Verdict, when: Date, seconds: Double = 0, message: String? = nil, lastLines: [String] = [],
    log: String? = nil, screenshot: String? = nil
  ) {
    self.outcome = outcome
    self.when = when
    self.seconds = seconds
    self.message = message
    self.lastLines = lastLines
    self.log = log
    self.screenshot = screenshot
  }
}
