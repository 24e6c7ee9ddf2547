/// The archive that a build fetches from, in place of the one that the image names.
public struct MirrorSubstitution: Hashable, Sendable {
  /// As the image's own set-up names it.
  public var named: String
  /// Used while the image is built.
  public var used: String

  public init(named: String, used: String) {
    self.named = named
    self.used = used
  }

  /// Rewrites the package manager's sources, either way.
  ///
  /// - Parameter back: put the image's own names in again; what a step added stays.
  static func script(_ substitutions: [MirrorSubstitution], back: Bool) -> String {
    let edits = substitutions.filter { $0.named != $0.used }.map { substitution in
      let (old, new) =
        back ? (substitution.used, substitution.named) : (substitution.named, substitution.used)
      return "-e " + shellQuoted("s#\(escaped(old))\\([/ ]\\|$\\)#\(new)\\1#g")
    }
    guard !edits.isEmpty else { return ":" }
    return """
      for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
        [ ! -f "$file" ] || sed -i \(edits.joined(separator: " ")) "$file"
      done
      """
  }

  private static func escaped(_ text: String) -> String { text.replacing(".", with: "\\.") }
}
