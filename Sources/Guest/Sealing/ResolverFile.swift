/// A resolv.conf(5) file, in so far as it may come from the build.
enum ResolverFile {
  /// The name servers of QEMU's user network, in an installer's machine and in the appliance.
  static let buildServers = ["10.0.2.3", "169.254.2.3", "fec0::3"]

  /// The text without those servers; nil where none is in it. What else it says stays, and a text that then says nothing
  /// is empty.
  static func withoutBuildServers(_ text: String) -> String? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let kept = lines.filter { !isBuildServer($0) }
    guard kept.count < lines.count else { return nil }
    return kept.allSatisfy(isSilent) ? "" : kept.joined(separator: "\n")
  }

  /// What a command added to the file that it was lent; nil where it made another, which has none of the build's servers.
  static func lines(addedTo lent: String, in text: String) -> [String]? {
    guard let rest = withoutBuildServers(text) else { return nil }
    let known = Set(lent.split(separator: "\n"))
    return rest.split(separator: "\n").filter { !isSilent($0) && !known.contains($0) }.map(String.init)
  }

  private static func isBuildServer(_ line: Substring) -> Bool {
    let words = line.split(whereSeparator: \.isWhitespace)
    return words.count > 1 && words[0] == "nameserver" && buildServers.contains(String(words[1]))
  }

  /// Blank, or a comment.
  private static func isSilent(_ line: Substring) -> Bool {
    line.first { !$0.isWhitespace }.map { "#;".contains($0) } ?? true
  }
}
