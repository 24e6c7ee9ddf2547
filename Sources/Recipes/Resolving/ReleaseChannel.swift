import Diagnostics
import YAML

/// A channel that releases are promoted to, and what it asks of them.
public struct ReleaseChannel: Hashable, Sendable {
  public var name: String
  public var requirements: [Requirement]
  /// The file of a policy that must admit a release's image; nil for none.
  public var policy: String?

  /// What must be known of a release's image.
  public enum Requirement: String, Hashable, Sendable, CaseIterable {
    /// It was booted until it offered a login.
    case boot
  }

  public init(_ name: String, requires requirements: [Requirement] = [], policy: String? = nil) {
    self.name = name
    self.requirements = requirements
    self.policy = policy
  }

  /// Where a site says nothing, the last one for what many use.
  public static let standard = [ReleaseChannel("testing"), ReleaseChannel("stable", requires: [.boot])]
}

extension ReleaseChannel {
  /// Reads items that fit the schema, in their order.
  ///
  /// - Parameter folder: of the site file, which paths start from.
  /// - Throws: names that are missing, or there twice.
  static func list(_ items: [Node], in folder: String) throws(Diagnostics) -> [ReleaseChannel] {
    var channels: [ReleaseChannel] = []
    var faults: [Diagnostic] = []
    for item in items {
      guard case .mapping(let entries) = item.content,
        case .scalar(let name) = entries.first(where: { $0.key == "name" })?.value.content
      else {
        faults.append(Diagnostic("an item of 'channels' lacks 'name'", at: item.location))
        continue
      }
      if channels.contains(where: { $0.name == name.text }) {
        faults.append(Diagnostic("two channels are named '\(name.text)'", at: item.location))
      }
      channels.append(
        ReleaseChannel(name.text, requires: requirements(entries), policy: policy(entries, in: folder)))
    }
    if let found = Diagnostics(faults) { throw found }
    return channels
  }

  private static func requirements(_ entries: [Node.Entry]) -> [Requirement] {
    guard case .sequence(let words) = entries.first(where: { $0.key == "requires" })?.value.content else {
      return []
    }
    return words.compactMap { word in
      if case .scalar(let scalar) = word.content { Requirement(rawValue: scalar.text) } else { nil }
    }
  }

  private static func policy(_ entries: [Node.Entry], in folder: String) -> String? {
    guard case .scalar(let path) = entries.first(where: { $0.key == "policy" })?.value.content else {
      return nil
    }
    return FilePath.join(folder, path.text)
  }
}
