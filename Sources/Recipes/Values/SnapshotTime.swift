private import Glibc

/// When a state of an archive was taken, in UTC; kept in the form that archives of snapshots have in their addresses,
/// `20261128T000000Z`.
public struct SnapshotTime: FormedText {
  public static let form = Form(
    "a time in UTC, to the second",
    "^([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}|[0-9]{8}T[0-9]{6})Z$",
    example: "2026-11-28T00:00:00Z", also: { seconds($0) != nil })
  public let text: String

  public init(formed text: String) { self.text = text.filter { $0 != "-" && $0 != ":" } }

  /// Since 1970.
  public var seconds: Int64 { Self.seconds(text) ?? 0 }

  /// Nil for a day or an hour that there never was.
  private static func seconds(_ text: String) -> Int64? {
    let digits = text.compactMap(\.wholeNumberValue).map(Int32.init)
    guard digits.count == 14 else { return nil }
    func number(_ range: Range<Int>) -> Int32 { digits[range].reduce(0) { $0 * 10 + $1 } }
    var time = tm()
    (time.tm_year, time.tm_mon, time.tm_mday) = (number(0..<4) - 1900, number(4..<6) - 1, number(6..<8))
    (time.tm_hour, time.tm_min, time.tm_sec) = (number(8..<10), number(10..<12), number(12..<14))
    let wanted = (time.tm_mon, time.tm_mday, time.tm_hour, time.tm_min, time.tm_sec)
    let seconds = timegm(&time)
    // What does not exist was made into what does.
    guard seconds >= 0, wanted == (time.tm_mon, time.tm_mday, time.tm_hour, time.tm_min, time.tm_sec) else {
      return nil
    }
    return Int64(seconds)
  }
}
