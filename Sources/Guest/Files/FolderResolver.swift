/// Finds where a path leads inside an image, as the running system would: a link to a folder counts as that folder.
///
/// Only links that stay in the image are followed, and never the host's or the appliance's folders.
struct FolderResolver {
  /// What is at a path whose folders are no links; nil where nothing is.
  let look: (String) throws -> FileKind?
  let linkTarget: (String) throws -> String
  /// Real paths of folders by the path asked for.
  private var known = ["/": "/"]
  /// Folders that are not there, in the order in which they must be made.
  private(set) var missing: [String] = []
  private var isMissing: Set<String> = []

  /// As many links in a row as Linux follows; path_resolution(7).
  private static let linkLimit = 40

  init(look: @escaping (String) throws -> FileKind?, linkTarget: @escaping (String) throws -> String) {
    self.look = look
    self.linkTarget = linkTarget
  }

  /// The real path of a folder, be it there or yet to be made.
  /// - Throws: ``GuestError/path(_:reason:)`` with the name of the link or file that is in the way.
  mutating func folder(_ path: String) throws -> String {
    if let real = known[path] { return real }
    let place = Self.join(try folder(Self.parent(of: path)), Self.name(of: path))
    let real: String
    switch try kind(place) {
    case nil:
      missing.append(place)
      isMissing.insert(place)
      real = place
    case .folder: real = place
    case .link: real = try target(of: place, Self.linkLimit)
    case .file, .other: throw GuestError.path(place, reason: "what is there is not a folder")
    }
    known[path] = real
    return real
  }

  /// Whether a folder of this real path has yet to be made.
  func isMissing(_ real: String) -> Bool { isMissing.contains(real) }

  /// What is at a name in a folder of this real path.
  func kind(_ real: String) throws -> FileKind? {
    isMissing.contains(real) ? .folder : isMissing.contains(Self.parent(of: real)) ? nil : try look(real)
  }

  private func target(of link: String, _ left: Int) throws -> String {
    let text = try linkTarget(link)
    guard left > 0 else { throw GuestError.path(link, reason: "too many links lead on from it") }
    var place = text.hasPrefix("/") ? "/" : Self.parent(of: link)
    for part in text.split(separator: "/") where part != "." {
      if part == ".." {
        guard place != "/" else {
          throw GuestError.path(link, reason: "it is a link to '\(text)', which leads out of the image")
        }
        place = Self.parent(of: place)
        continue
      }
      place = Self.join(place, String(part))
      switch try look(place) {
      case .folder: break
      case .link: place = try target(of: place, left - 1)
      case nil: throw GuestError.path(link, reason: "it is a link to '\(text)', and nothing is there")
      case .file, .other:
        throw GuestError.path(link, reason: "it is a link to '\(text)', which is not a folder")
      }
    }
    return place
  }

  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
    return String(path[..<slash])
  }

  static func name(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  static func join(_ folder: String, _ name: String) -> String {
    folder == "/" ? "/" + name : "\(folder)/\(name)"
  }
}

/// What a path of a file system leads to.
enum FileKind: Hashable, Sendable {
  case file, folder, link, other

  /// By the type bits of inode(7).
  init(mode: Int64) {
    switch mode & 0o170000 {
    case 0o100000: self = .file
    case 0o040000: self = .folder
    case 0o120000: self = .link
    default: self = .other
    }
  }
}
