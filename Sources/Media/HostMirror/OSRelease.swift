/// What the host itself runs (os-release(5)).
public struct OSRelease: Hashable, Sendable {
  /// Such as `debian`.
  public var id: String
  /// Such as `bookworm`; empty where the distribution names none.
  public var codename: String

  public init(id: String, codename: String) {
    self.id = id
    self.codename = codename
  }

  /// Reads `os-release`: shell assignments, one a line.
  public init(_ text: String) {
    var values: [String: String] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      guard line.first != "#", let equals = line.firstIndex(of: "=") else { continue }
      let value = line[line.index(after: equals)...]
      values[String(line[..<equals])] = value.trimmingQuotes
    }
    self.init(id: values["ID"] ?? "", codename: values["VERSION_CODENAME"] ?? "")
  }
}

extension Substring {
  /// Without the one pair of quotes that may be around it.
  fileprivate var trimmingQuotes: String {
    guard count >= 2, let quote = first, quote == "\"" || quote == "'", last == quote else {
      return String(self)
    }
    return String(dropFirst().dropLast())
  }
}
