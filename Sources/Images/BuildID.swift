import Foundation

/// One build of an appliance's version, for ever: `web-1.2.0+20261127T221503Z`.
public struct BuildID: Hashable, Sendable, Codable, CustomStringConvertible {
  /// The appliance's.
  public let name: String
  public let version: String
  /// When it was sealed, in UTC, to the second; no two builds of a name are alike. Semantic Versioning's build metadata
  /// (semver.org, 10), so that a build is no newer version.
  public let build: String

  public init(name: String, version: String, build: String) {
    self.name = name
    self.version = version
    self.build = build
  }

  public init(name: String, version: String, sealed time: Date) {
    let stamp = time.formatted(.iso8601.dateSeparator(.omitted).timeSeparator(.omitted))
    self.init(name: name, version: version, build: stamp)
  }

  /// Reads `VERSION+BUILD`; nil for another text.
  public init?(name: String, label: some StringProtocol) {
    guard let plus = label.lastIndex(of: "+"), plus > label.startIndex else { return nil }
    let build = label[label.index(after: plus)...]
    guard !build.isEmpty else { return nil }
    self.init(name: name, version: String(label[..<plus]), build: String(build))
  }

  /// `VERSION+BUILD`.
  public var label: String { "\(version)+\(build)" }

  public var description: String { "\(name)-\(label)" }
}
