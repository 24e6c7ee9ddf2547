import Text
import YAML

/// What a site says of how long builds of images stay that nothing names; nil where it says nothing.
public struct ImageRetention: Hashable, Sendable {
  /// So many of each appliance.
  public var last: Int?
  /// Since they were made or handed out.
  public var age: Duration?

  public init(last: Int? = nil, age: Duration? = nil) {
    self.last = last
    self.age = age
  }
}

extension ImageRetention {
  /// Reads entries that fit the schema.
  init(_ entries: [Node.Entry]) {
    func text(_ key: String) -> String? {
      guard case .scalar(let scalar) = entries.first(where: { $0.key == key })?.value.content else {
        return nil
      }
      return scalar.text
    }
    self.init(
      last: text("keep_last").flatMap { Int($0) }, age: text("keep_for").flatMap { Duration(written: $0) })
  }
}
