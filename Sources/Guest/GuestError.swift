/// Why something could not be done inside an image; the reason is libguestfs' own text.
public struct GuestError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was being done, such as `mount /dev/sda1 on /`.
  public let action: String
  public let reason: String

  public init(action: String, reason: String) {
    self.action = action
    self.reason = reason
  }

  public var description: String { "cannot \(action): \(reason)" }
}
