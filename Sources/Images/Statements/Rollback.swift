public import Foundation
public import JSON

/// That an image is to be used in place of a later version: what a rollback of a channel signs.
public struct Rollback: Hashable, Sendable {
  /// The version that users had, which may be withdrawn.
  public var from: String
  /// The one that they are to have again.
  public var to: String
  public var channel: String
  public var reason: String
  /// In whole seconds.
  public var when: Date

  public init(from: String, to: String, channel: String, reason: String, when: Date) {
    self.from = from
    self.to = to
    self.channel = channel
    self.reason = reason
    self.when = when.inWholeSeconds
  }

  /// - Throws: of kind `malformed`.
  public init(predicate: JSONValue) throws(StatementFault) {
    guard let from = predicate["from"]?.string, let to = predicate["to"]?.string,
      let channel = predicate["channel"]?.string, let reason = predicate["reason"]?.string,
      let when = predicate["when"]?.string.flatMap({ try? Date($0, strategy: .iso8601) })
    else {
      throw StatementFault(
        .malformed, "holds no rollback: it lacks 'from', 'to', 'channel', 'reason' or 'when'")
    }
    self.init(from: from, to: to, channel: channel, reason: reason, when: when)
  }

  public func statement(of subjects: [ResourceDescriptor]) -> Statement {
    let predicate = JSONValue.object([
      "from": .string(from), "to": .string(to), "channel": .string(channel), "reason": .string(reason),
      "when": .string(when.ISO8601Format()),
    ])
    return Statement(of: subjects, predicateType: StatementKind.rollback.predicateType, predicate: predicate)
  }
}
