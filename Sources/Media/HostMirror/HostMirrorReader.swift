private import Foundation

extension HostMirror {
  /// Reads the host's apt set-up; nil when the host has none that serves.
  /// - Parameter root: where the host's file system begins.
  public static func read(root: String = "/") -> HostMirror? {
    guard let text = contents(root + "/etc/os-release") ?? contents(root + "/usr/lib/os-release") else {
      return nil
    }
    let sources = aptFiles(root: root).flatMap { file -> [AptSource] in
      guard let text = contents(root + "/" + file) else { return [] }
      return file.hasSuffix(".sources")
        ? AptSource.deb822(text, file: file) : AptSource.oneLine(text, file: file)
    }
    return HostMirror(sources.map { expandingMirrorLists($0, root: root) }, host: OSRelease(text))
  }

  /// In the order in which apt reads them.
  private static func aptFiles(root: String) -> [String] {
    let folder = "/etc/apt/sources.list.d"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root + folder)) ?? []
    let parts = names.filter { $0.hasSuffix(".list") || $0.hasSuffix(".sources") }.sorted()
    return ["/etc/apt/sources.list"] + parts.map { "\(folder)/\($0)" }
  }

  /// Cloud images say `mirror+file:/etc/apt/mirrors/debian.list`: a file of base URLs, best first.
  private static func expandingMirrorLists(_ source: AptSource, root: String) -> AptSource {
    var source = source
    source.uris = source.uris.flatMap { uri -> [String] in
      guard uri.hasPrefix("mirror+file:") else { return [uri] }
      let path = uri.dropFirst("mirror+file:".count).drop { $0 == "/" }
      return (contents(root + "/" + path) ?? "").split(whereSeparator: \.isNewline)
        .filter { !$0.hasPrefix("#") }
        .compactMap { $0.split(whereSeparator: \.isWhitespace).first.map(String.init) }
    }
    return source
  }

  private static func contents(_ path: String) -> String? {
    try? String(contentsOfFile: path, encoding: .utf8)
  }
}
