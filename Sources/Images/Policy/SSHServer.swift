import Foundation

/// What the SSH server of an image would do, as its configuration says; sshd_config(5).
struct SSHServer {
  struct Directive: Hashable {
    /// In lower case.
    var keyword: String
    var value: String
    /// Whether it holds for some connections alone: it stands below a `Match`.
    var isConditional: Bool
    /// `FILE:LINE`.
    var place: String
  }

  /// A server that is not OpenSSH's, by its path.
  let other: String?
  let isInstalled: Bool
  /// Why the configuration is not known as a whole; nil where it is.
  private(set) var fault: String?
  private(set) var directives: [Directive] = []
  private let contents: ImageContents
  private var files = 0

  static let configuration = "/etc/ssh/sshd_config"
  private static let programs = ["/usr/sbin/sshd", "/sbin/sshd", "/usr/bin/sshd", "/usr/local/sbin/sshd"]
  private static let others = [
    "/usr/sbin/dropbear", "/sbin/dropbear", "/usr/bin/dropbear", "/usr/bin/tinysshd",
  ]
  /// As sshd's own, SERVCONF_MAX_DEPTH; of files, more than anybody has.
  private static let deepest = 16
  private static let mostFiles = 200

  init(_ contents: ImageContents) {
    self.contents = contents
    let places = (Self.programs + Self.others).map { ($0, contents.place(of: $0)) }
    isInstalled = places.contains { path, place in Self.programs.contains(path) && place != .nothing }
    other = places.first { path, place in Self.others.contains(path) && place != .nothing }?.0
    if !contents.files.keys.contains(where: { $0.hasPrefix("/usr/bin/") || $0.hasPrefix("/usr/sbin/") }) {
      fault = "there are no programs in /usr: part of the system is elsewhere"
    }
    guard isInstalled, fault == nil else { return }
    if contents.file(at: Self.configuration) == nil {
      fault = "sshd is there, and \(Self.configuration) is not"
      return
    }
    var isConditional = false
    read(Self.configuration, depth: 0, &isConditional)
    let overrides = contents.texts.filter { path, text in
      path.hasPrefix("/etc/systemd/system/ssh") && text.contains("ExecStart") && text.contains("sshd")
    }
    if let path = overrides.keys.sorted().first { fault = "\(path) starts sshd in a way of its own" }
  }

  /// The value that holds, or would, where no `Match` changes it, with its place; nil where the configuration does not say.
  func value(_ keywords: String...) -> Directive? {
    directives.first { keywords.contains($0.keyword) && !$0.isConditional }
  }

  /// Values for some connections alone.
  func conditional(_ keywords: String...) -> [Directive] {
    directives.filter { keywords.contains($0.keyword) && $0.isConditional }
  }

  private mutating func read(_ path: String, depth: Int, _ isConditional: inout Bool) {
    files += 1
    guard depth < Self.deepest, files <= Self.mostFiles else {
      fault = "its files include one another without end"
      return
    }
    guard let text = contents.text(at: path) else {
      fault = "\(path) is not text that can be read"
      return
    }
    for (index, line) in text.cut(at: "\n").enumerated() {
      guard let (keyword, value) = Self.directive(line[...]) else { continue }
      switch keyword {
      case "match": isConditional = value.lowercased() != "all"
      case "include":
        for pattern in value.split(whereSeparator: { $0 == " " || $0 == "\t" }) {
          include(String(pattern), depth: depth, isConditional)
        }
      default:
        directives.append(
          Directive(
            keyword: keyword, value: value, isConditional: isConditional, place: "\(path):\(index + 1)"))
      }
    }
  }

  /// A `Match` in a file that is included ends with it.
  private mutating func include(_ written: String, depth: Int, _ isConditional: Bool) {
    let pattern = written.hasPrefix("/") ? written : "/etc/ssh/\(written)"
    let name = String(pattern.split(separator: "/").last ?? "")
    let folder = contents.realPath(String(pattern.dropLast(name.count)) + ".")
    // Nobody writes more, and matching could take for ever.
    guard pattern.utf8.count <= 200, !folder.contains("*"), name.filter({ $0 == "*" }).count <= 4 else {
      fault = "\(shown(written)) is included, which is not followed"
      return
    }
    let prefix = folder == "/" ? "/" : folder + "/"
    let names = contents.files.keys.filter {
      $0.hasPrefix(prefix) && !$0.dropFirst(prefix.count).contains("/")
    }
    .map { String($0.dropFirst(prefix.count)) }
    for file in names.filter({ fnmatch(name, $0, FNM_PERIOD) == 0 }).sorted() {
      var isConditional = isConditional
      read(prefix + file, depth: depth + 1, &isConditional)
    }
  }

  /// `Keyword value`, `Keyword=value` or `Keyword "value"`; nil for a comment.
  private static func directive(_ line: Substring) -> (String, String)? {
    let line = line.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
    guard let first = line.first, first != "#" else { return nil }
    let keyword = line.prefix { $0.isLetter || $0.isNumber }
    let rest = line.dropFirst(keyword.count).drop { $0 == " " || $0 == "\t" || $0 == "=" }
    var value = String(rest.prefix { $0 != "#" || rest.first == "\"" }).trimmingCharacters(
      in: .whitespacesAndNewlines)
    if value.hasPrefix("\""), value.hasSuffix("\""), value.count > 1 {
      value = String(value.dropFirst().dropLast())
    }
    return keyword.isEmpty ? nil : (keyword.lowercased(), value)
  }
}

private func shown(_ text: String) -> String { String(text.prefix(100)) }

extension ImageContents {
  /// What a path leads to, all links followed, the last one too.
  enum Place: Hashable {
    case nothing
    case at(String)
    /// Through more links than are followed here; the system itself might.
    case unreachable
  }

  func place(of path: String) -> Place {
    var path = path
    for _ in 0..<40 {
      guard let place = Self.followed(path, target: { files[$0]?.kind == .link ? files[$0]?.target : nil })
      else {
        return .unreachable
      }
      guard let file = files[place] else { return .nothing }
      guard file.kind == .link, let target = file.target else { return .at(place) }
      let folder = place.prefix(upTo: place.lastIndex(of: "/") ?? place.startIndex)
      path = target.hasPrefix("/") ? target : "\(folder)/\(target)"
    }
    // Linux gives up here, too (path_resolution(7)).
    return .nothing
  }

  /// What is at a path once links are followed; nil where nothing is, or it cannot be reached.
  func file(at path: String) -> ContentsFile? {
    if case .at(let place) = place(of: path) { files[place] } else { nil }
  }

  /// The text of a file, by any path that leads to it; nil where it was not kept.
  func text(at path: String) -> String? {
    guard case .at(let place) = place(of: path), let file = files[place] else { return nil }
    return file.size == 0 && file.kind == .file ? "" : texts[place] ?? file.sameAs.flatMap { texts[$0] }
  }
}
