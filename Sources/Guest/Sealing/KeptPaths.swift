/// What cleaning must not take: what recipes placed, what packages own, and what is mounted into the image.
struct KeptPaths: Sendable {
  /// What may be done to a path.
  enum Verdict: Hashable, Sendable {
    /// Nothing on it, or below it, is to be kept.
    case free
    /// It stays, and of what is in it what is to be kept.
    case partly
    /// It stays as it is.
    case kept
  }

  private let placed: Set<String>
  private let owned: Set<String>
  /// Mounted by something else than the session.
  private let foreign: Set<String>
  /// Folders that stay though what is in them may go.
  private let folders: Set<String>

  /// - Parameters:
  ///   - placed: files and links that recipes placed, folders with a slash at the end.
  ///   - owned: files and links of packages.
  ///   - mounts: where the system's own file systems are mounted.
  ///   - foreign: where anything else is.
  init(
    placed: some Sequence<String>, owned: some Sequence<String> = [], mounts: some Sequence<String> = [],
    foreign: some Sequence<String> = []
  ) {
    let (folders, files) = (placed.filter { $0.hasSuffix("/") }, placed.filter { !$0.hasSuffix("/") })
    self.placed = Set(files.map(Self.plain))
    self.owned = Set(owned.map(Self.plain))
    self.foreign = Set(foreign.map(Self.plain))
    let inner = Set(folders.map(Self.plain)).union(mounts.map(Self.plain))
    self.folders = inner.union(
      self.placed.union(self.owned).union(self.foreign).union(inner).flatMap(Self.above))
  }

  func verdict(on path: String) -> Verdict {
    if placed.contains(path) || owned.contains(path) || !foreign.isDisjoint(with: Self.above(path) + [path]) {
      return .kept
    }
    return folders.contains(path) ? .partly : .free
  }

  func isPlaced(_ path: String) -> Bool { placed.contains(Self.plain(path)) }

  private static func plain(_ path: String) -> String {
    "/" + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  /// The folders that a path is in, the root aside.
  private static func above(_ path: String) -> [String] {
    let parts = path.split(separator: "/").dropLast()
    return parts.indices.map { "/" + parts[...$0].joined(separator: "/") }
  }
}
