import Recipes

/// Why a layer is built.
public enum Reason: Hashable, Sendable, Codable, CustomStringConvertible {
  /// This appliance never had such a layer.
  case neverBuilt
  /// It had this very layer, and the store no longer has it.
  case gone
  /// These inputs differ from the layer it had last time; `parent` tells whether the parent does, too. None and no parent:
  /// its format does.
  case changed([Change], parent: LayerName?)
  /// Nothing of its own differs, but what it stands on does.
  case parentRebuilt(LayerName)
  /// It is refreshed: nothing differs but what archives serve.
  case stale(Staleness)

  public var description: String {
    switch self {
    case .neverBuilt: "never built"
    case .gone: "no longer in the store"
    case .changed([], nil): "this version of Kiln builds it differently"
    case .changed(let changes, let parent):
      (changes.map(\.description) + (parent.map { ["its parent \($0) is rebuilt"] } ?? []))
        .joined(separator: "; ")
    case .parentRebuilt(let parent): "its parent \(parent) is rebuilt"
    case .stale(let staleness): staleness.description
    }
  }
}

/// How one input differs from last time.
public enum Change: Hashable, Sendable, Codable, CustomStringConvertible {
  case added(String)
  case removed(String)
  case changed(String, from: String, to: String)
  /// Lines of the answer file, which follow from no setting alone.
  case answers(lines: Int)
  /// The same inputs in another order.
  case reordered

  public var description: String {
    switch self {
    case .added(let name): "\(name) added"
    case .removed(let name): "\(name) removed"
    case .changed(let name, let old, let new) where Self.isReadable(old) && Self.isReadable(new):
      "\(name) changed from '\(Self.shown(old))' to '\(Self.shown(new))'"
    case .changed(let name, _, _): "\(name) changed"
    case .answers(let lines): "answer file changed (\(lines) lines)"
    case .reordered: "the order of its inputs changed"
    }
  }

  /// Numbers of bytes as recipes write them.
  private static func shown(_ value: String) -> String {
    value.split(separator: " ", omittingEmptySubsequences: false).map { word in
      guard let bytes = UInt64(word), bytes >= 1 << 20, bytes % (1 << 20) == 0 else { return String(word) }
      return ByteSize.text(bytes)
    }.joined(separator: " ")
  }

  /// Digests tell a person nothing.
  private static func isReadable(_ value: String) -> Bool {
    value.count <= 60 && !value.hasPrefix("sha256:")
  }
}
