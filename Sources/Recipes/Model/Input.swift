/// One thing that determines a layer's content: what it is called, and what it says.
public struct Input: Hashable, Sendable, Codable {
  /// Unique within a layer and fit to be shown, such as `files/index.html`.
  public var name: String
  /// Short settings as they are; files and scripts by digest and mode.
  public var value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

extension [Input] {
  /// Tells equal names apart by a count, so that two lists can be compared name by name.
  public func withUniqueNames() -> [Input] {
    var seen: [String: Int] = [:]
    return map { input in
      let count = seen[input.name, default: 0] + 1
      seen[input.name] = count
      return count == 1 ? input : Input("\(input.name) (\(count))", input.value)
    }
  }
}
