/// A line of passwd(5).
public struct ContentsUser: Hashable, Sendable, Codable {
  public var number: String
  public var group: String
  public var home: String
  public var shell: String
}

/// What the files tell of the system.
extension ImageContents {
  /// As os-release(5) has it, such as `Debian GNU/Linux 13 (trixie)`; nil where it has none.
  public var systemName: String? {
    let text = texts["/usr/lib/os-release"] ?? texts["/etc/os-release"] ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("PRETTY_NAME=") }
    return line.map { $0.dropFirst("PRETTY_NAME=".count).filter { $0 != "\"" && $0 != "'" } }
  }

  /// By name.
  public var users: [String: ContentsUser] {
    fields(of: "/etc/passwd", count: 7).mapValues {
      ContentsUser(number: $0[2], group: $0[3], home: $0[5], shell: $0[6])
    }
  }

  /// Each group's number and members, by name; group(5).
  public var groups: [String: (number: String, members: [String])] {
    fields(of: "/etc/group", count: 4).mapValues {
      ($0[2], $0[3].split(separator: ",").map(String.init).sorted())
    }
  }

  private func fields(of path: String, count: Int) -> [String: [String]] {
    let lines = (texts[path] ?? "").plainLines.map { $0.cut(at: ":") }
    let pairs = lines.filter { $0.count >= count }.map { ($0[0], $0) }
    return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
  }

  /// What becomes of systemd's units by links in `/etc`, such as `enabled for multi-user.target`; systemd.unit(5).
  public var services: [String: String] {
    let folder = "/etc/systemd/system/"
    var found: [String: Set<String>] = [:]
    for (path, file) in files where file.kind == .link && path.hasPrefix(folder) {
      let parts = path.dropFirst(folder.count).split(separator: "/").map(String.init)
      guard let unit = parts.last else { continue }
      if file.target == "/dev/null" {
        found[unit, default: []].insert("masked")
      } else if parts.count == 2, let wanting = Self.wanting(parts[0]) {
        found[unit, default: []].insert("enabled for \(wanting)")
      } else if parts.count == 1, let target = file.target {
        found[unit, default: []].insert("another name of \(target.split(separator: "/").last ?? "")")
      }
    }
    return found.mapValues { $0.sorted().joined(separator: ", ") }
  }

  /// `multi-user.target` of the folder `multi-user.target.wants`.
  private static func wanting(_ folder: String) -> String? {
    for ending in [".wants", ".requires", ".upholds"] where folder.hasSuffix(ending) {
      return String(folder.dropLast(ending.count))
    }
    return nil
  }

  /// The file of a unit, as the link that enables it names it.
  public func unitFile(_ unit: String) -> String? {
    let folder = "/etc/systemd/system/"
    return files.first { path, file in
      file.kind == .link && path.hasPrefix(folder) && path.hasSuffix("/\(unit)")
    }?.value.target.map(realPath)
  }

  /// The modules of each kernel, by the kernel's version; a module is a path below the kernel's folder.
  public var modules: [String: Set<String>] {
    var found: [String: Set<String>] = [:]
    for folder in ["/usr/lib/modules/", "/lib/modules/"] {
      for (path, file) in files where file.kind == .file && path.hasPrefix(folder) {
        let parts = path.dropFirst(folder.count).split(separator: "/", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { continue }
        let isModule = [".ko", ".ko.xz", ".ko.zst", ".ko.gz"].contains { parts[1].hasSuffix($0) }
        // A kernel without modules has its lists here.
        found[parts[0], default: []].formUnion(isModule ? [parts[1]] : [])
      }
    }
    return found
  }

  /// The arguments of every kernel that a boot loader has in its menu, without the kernel's file, by the entry's title.
  public var kernelArguments: [String: String] {
    var found: [String: String] = [:]
    for (path, text) in texts.sorted(by: { $0.key < $1.key }) where KeptTexts.isBootEntries(path) {
      var title = path.split(separator: "/").last.map(String.init) ?? path
      for line in text.split(separator: "\n") {
        let words = line.split { $0 == " " || $0 == "\t" }
        switch words.first {
        case "menuentry", "submenu": title = Self.quoted(line) ?? title
        case "title": title = words.dropFirst().joined(separator: " ")
        case "options": found[title] = words.dropFirst().joined(separator: " ")
        case "linux", "linux16", "linuxefi":
          // In an entry of the Boot Loader Specification it has the kernel alone.
          if words.count > 2 { found[title] = words.dropFirst(2).joined(separator: " ") }
        default: break
        }
      }
    }
    return found
  }

  private static func quoted(_ line: Substring) -> String? {
    guard let start = line.firstIndex(where: { $0 == "'" || $0 == "\"" }) else { return nil }
    let rest = line[line.index(after: start)...]
    return rest.firstIndex(of: line[start]).map { String(rest[..<$0]) }
  }

  /// What packages come from: the lines of apt's and dnf's lists of sources that say something.
  public var repositories: [String] {
    let lists = texts.filter { path, _ in
      path == "/etc/apt/sources.list" || path.hasPrefix("/etc/apt/sources.list.d/")
        || path.hasPrefix("/etc/yum.repos.d/")
    }
    return lists.sorted { $0.key < $1.key }.flatMap { path, text in
      text.split(separator: "\n").filter { !$0.hasPrefix("#") && !$0.allSatisfy(\.isWhitespace) }
        .map { "\(path): \($0)" }
    }
  }
}
