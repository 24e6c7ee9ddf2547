import Recipes

/// What is wrong with a system by what files are there, whatever they say.
enum SystemResidue {
  static func findings(in contents: ImageContents) -> [ResidueFinding] {
    resolver(contents) + unfinished(contents)
  }

  /// A link to a file that nothing will make.
  private static func resolver(_ contents: ImageContents) -> [ResidueFinding] {
    let path = "/etc/resolv.conf"
    guard let file = contents.files[path], file.kind == .link, let target = file.target else { return [] }
    let place = contents.realPath(target.hasPrefix("/") ? target : "/etc/\(target)")
    guard contents.files[place] == nil else { return [] }
    let suited = makers.filter { place.hasPrefix($0.folder) }
    let message: String
    if suited.isEmpty {
      if place.hasPrefix("/run/") || place.hasPrefix("/var/run/") { return [] }
      message = "it is a link to \(target), which is not there"
    } else if suited.contains(where: { $0.programs.contains { contents.files[$0] != nil } }) {
      return []
    } else {
      message = "it is a link to \(target), and \(suited[0].name), which would make that, is not installed"
    }
    return [ResidueFinding(kind: .resolver, path: path, message: message)]
  }

  private static let makers = [
    (
      name: "systemd-resolved", folder: "/run/systemd/resolve/",
      programs: ["/usr/lib/systemd/systemd-resolved", "/lib/systemd/systemd-resolved"]
    ),
    (name: "NetworkManager", folder: "/run/NetworkManager/", programs: ["/usr/sbin/NetworkManager"]),
    (name: "resolvconf", folder: "/run/resolvconf/", programs: ["/usr/sbin/resolvconf", "/sbin/resolvconf"]),
  ]

  /// What dpkg(1) and rpm(8) were about to put in another's place: `NAME.dpkg-new`, and `NAME;` with eight hexadecimal digits.
  private static func unfinished(_ contents: ImageContents) -> [ResidueFinding] {
    contents.files.keys.filter { path in
      path.hasSuffix(".dpkg-new") || path.hasSuffix(".dpkg-tmp") || isTemporary(path)
    }.sorted().map {
      ResidueFinding(
        kind: .halfConfigured, path: $0, message: "what a package manager left when it was interrupted")
    }
  }

  private static func isTemporary(_ path: String) -> Bool {
    let tail = path.utf8.suffix(9)
    return tail.first == UInt8(ascii: ";") && tail.dropFirst().count == 8
      && tail.dropFirst().allSatisfy(ByteSet.hexadecimal.contains)
  }
}
