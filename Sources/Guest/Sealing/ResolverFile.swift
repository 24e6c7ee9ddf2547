/// A resolv.conf(5) file, in so far as it may come from the build.
enum ResolverFile {
  /// The name servers of QEMU's user network, in an installer's machine and in the appliance.
  private static let buildServers: Set<Substring> = ["10.0.2.3", "169.254.2.3", "fec0::3"]

  /// Whether every name server in it exists only during a build.
  static func isGenerated(_ text: String) -> Bool {
    let servers = text.split(separator: "\n").compactMap { line -> Substring? in
      let words = line.split(whereSeparator: \.isWhitespace)
      return words.count > 1 && words[0] == "nameserver" ? words[1] : nil
    }
    return !servers.isEmpty && servers.allSatisfy(buildServers.contains)
  }

  /// The text without those servers, as where a script added a line to what it found; nil where none is in it.
  static func withoutBuildServers(_ text: String) -> String? {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let kept = lines.filter { line in
      let words = line.split(whereSeparator: \.isWhitespace)
      return !(words.first == "nameserver" && words.count > 1 && buildServers.contains(words[1]))
    }
    return kept.count == lines.count ? nil : kept.joined(separator: "\n")
  }
}
