/// What people name something built by, on a command line or in a recipe.
///
/// | text | what |
/// | --- | --- |
/// | `web@1.4.0` | the release of that version: versions begin with a digit |
/// | `web@stable` | the release that the channel names now |
/// | `web-1.2.0+20261127T221503Z` | one build |
/// | `out/web-1.2.0.json` | a file: an image's descriptor, a disk, a bundle |
/// | `web` | the newest of that name, or the layer whose key begins so |
public enum ImageReference: Hashable, Sendable, CustomStringConvertible {
  case release(name: String, version: String)
  case channel(name: String, channel: String)
  /// A build's whole name; where the name ends and the version begins, the repository knows.
  case build(String)
  /// A path, absolute or of the current folder.
  case path(String)
  case name(String)

  /// Any text is a reference of some kind; whether there is such a thing is found by looking.
  public init(_ text: String) {
    if text.contains("/") || Self.fileEndings.contains(where: text.hasSuffix) {
      self = .path(text)
      return
    }
    if let at = text.firstIndex(of: "@"), at > text.startIndex {
      let (name, rest) = (String(text[..<at]), String(text[text.index(after: at)...]))
      self =
        rest.first?.isNumber == true
        ? .release(name: name, version: rest) : .channel(name: name, channel: rest)
      return
    }
    self = text.contains("+") ? .build(text) : .name(text)
  }

  /// Of files that are images or tell of one.
  private static let fileEndings = [
    ".json", ".qcow2", ".raw", ".img", ".vmdk", ".vdi", ".vhd", ".vhdx", ".ova", ".box", ".raw.zst",
    ".raw.xz", ".tar", ".tar.xz", ".tar.zst",
  ]

  public var description: String {
    switch self {
    case .release(let name, let version): "\(name)@\(version)"
    case .channel(let name, let channel): "\(name)@\(channel)"
    case .build(let text), .path(let text), .name(let text): text
    }
  }
}
