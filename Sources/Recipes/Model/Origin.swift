public import Diagnostics

/// Where a resolved value came from.
public enum Origin: Hashable, Sendable, Codable, CustomStringConvertible {
  /// Written in a recipe, at this place.
  case recipe(Location)
  /// Written in the site file, at this place.
  case site(Location)
  /// Given on the command line; the text as typed, such as `--set install.timezone=UTC`.
  case flag(String)
  /// Written in a partial answer file, at this place.
  case answers(Location)
  /// Read from the host's own set-up; what and where, such as `apt (/etc/apt/sources.list)`.
  case host(String)
  /// Said by a release that a recipe derives from, such as `web@1.4.0`; and where its recipes had it.
  case release(String, at: String)
  /// Kiln's own default.
  case standard

  public var description: String {
    switch self {
    case .recipe(let location), .answers(let location): "\(location)"
    case .site(let location): "site \(location)"
    case .flag(let text): text
    case .host(let text): "host: \(text)"
    case .release(let release, let place): "\(release) (\(place))"
    case .standard: "default"
    }
  }
}

/// A value that remembers where it came from.
public struct Sourced<Value: Hashable & Sendable>: Hashable, Sendable {
  public var value: Value
  public var origin: Origin

  public init(_ value: Value, from origin: Origin) {
    self.value = value
    self.origin = origin
  }
}

extension Sourced: Codable where Value: Codable {}

extension Diagnostic {
  /// Puts a message where a value came from.
  public init(_ message: String, from origin: Origin) {
    switch origin {
    case .recipe(let location), .site(let location), .answers(let location):
      self.init(message, at: location)
    case .flag(let text): self.init("\(text): \(message)", at: nil)
    case .host, .release: self.init("\(origin): \(message)", at: nil)
    case .standard: self.init(message, at: nil)
    }
  }
}
