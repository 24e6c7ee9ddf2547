import Text

extension GuestSession {
  /// Takes out of the image what belongs to one machine or one build.
  ///
  /// An image that is clean already stays as it is, and so does what recipes placed and what is mounted into it.
  /// - Parameters:
  ///   - placed: absolute paths; a folder's ends in a slash, and stays without keeping what else is in it.
  ///   - changedOnly: whether the image was clean when the session began, so that files of any name need be read only where they
  ///     have changed since.
  /// - Throws: ``GuestError``.
  public func clean(keeping placed: [String] = [], changedOnly: Bool = false) throws -> Cleaning {
    let (placed, mounts) = (try withRealPaths(placed), ownMounts)
    let foreign = Set(try handle.mountedPaths()).subtracting(mounts)
    var cleaner = Cleaner(handle: handle, changedOnly: changedOnly) { owned in
      KeptPaths(placed: placed, owned: owned, mounts: mounts, foreign: foreign)
    }
    try cleaner.cleanAll()
    return cleaner.result
  }

  /// The paths, and these with the links of their folders followed, as cleaning comes upon them.
  func withRealPaths(_ paths: [String]) throws -> [String] {
    // One round trip to the appliance for each folder.
    var known: [String: String?] = [:]
    return try paths
      + paths.compactMap { path in
        let parts = path.split(separator: "/")
        guard let name = parts.last, parts.count > 1 else { return nil }
        let folder = "/" + parts.dropLast().joined(separator: "/")
        let real = try known[folder] ?? handle.realPath(folder)
        known[folder] = .some(real)
        return real.map { "\($0)/\(name)\(path.hasSuffix("/") ? "/" : "")" }
      }
  }

}

extension KeptPaths {
  /// Where packages own files that cleaning would take.
  fileprivate static let packages = "/var/"

  /// What dpkg's packages own there, but for logs that were put by: it would miss them.
  fileprivate static func owned(_ handle: GuestHandle) throws -> [String] {
    try handle.applianceShell(
      """
      cd /sysroot/var/lib/dpkg/info 2> /dev/null || exit 0
      cat ./*.list 2> /dev/null | grep '^\(packages)' | grep -vE '^/var/log/.*[.](gz|xz|[0-9])$' | sort -u |
        while IFS= read -r path; do
          file=/sysroot$path
          if [ -L "$file" ] || { [ -e "$file" ] && [ ! -d "$file" ]; }; then printf '%s\\n' "$path"; fi
        done
      """
    ).split(separator: "\n").map(String.init)
  }
}

/// What cleaning an image came to.
public struct Cleaning: Hashable, Sendable {
  /// What was found and reset, in words, without repetition.
  public var reset: [String] = []
  /// What recipes placed, and cleaning would else have taken.
  public var kept: [String] = []
  /// What every machine made of the image would have alike, and cleaning cannot make anew.
  public var warnings: [String] = []
}

/// Carries out what ``Residue`` and ``Identity`` list, in one image.
private struct Cleaner {
  private let handle: GuestHandle
  private let changedOnly: Bool
  private let paths: (_ owned: [String]) -> KeptPaths
  private var keptPaths: KeptPaths
  private var knowsOwned = false
  private(set) var result = Cleaning()

  /// - Parameter paths: what stays, by what packages own.
  init(handle: GuestHandle, changedOnly: Bool, _ paths: @escaping (_ owned: [String]) -> KeptPaths) {
    self.handle = handle
    self.changedOnly = changedOnly
    self.paths = paths
    keptPaths = paths([])
  }

  /// Packages are asked what they own once something of theirs may be taken: in most layers nothing is.
  private mutating func verdict(on path: String) throws -> KeptPaths.Verdict {
    if !knowsOwned, path.hasPrefix(KeptPaths.packages) {
      keptPaths = paths(try KeptPaths.owned(handle))
      knowsOwned = true
    }
    return keptPaths.verdict(on: path)
  }

  mutating func cleanAll() throws {
    for residue in Residue.all where try carryOut(residue.actions) { result.reset.append(residue.title) }
    if try takeOutBuildServers() { result.reset.append("name servers of the build") }
    for identity in Identity.all where try reset(identity) { result.reset.append(identity.title) }
    result.kept = Set(result.kept).sorted()
  }

  /// True if there was anything to do.
  private mutating func carryOut(_ actions: [Residue.Action]) throws -> Bool {
    var found = false
    for action in actions where try carryOut(action) { found = true }
    return found
  }

  private mutating func carryOut(_ action: Residue.Action) throws -> Bool {
    switch action {
    case .remove(let pattern): try handle.glob(pattern).map { try remove($0) }.contains(true)
    case .removeFile(let path): try handle.file(path) != nil && remove(path)
    case .empty(let pattern): try handle.glob(pattern).map { try empty($0) }.contains(true)
    case .emptyBelow(let folder):
      try handle.kind(folder) == .folder
        && handle.find(folder).sorted().map { try empty("\(folder)/\($0)") }.contains(true)
    }
  }

  private mutating func remove(_ path: String) throws -> Bool {
    switch try verdict(on: path) {
    case .kept:
      keep(path)
      return false
    case .partly:
      guard try handle.kind(path) == .folder else { return false }
      return try handle.list(path).map { try remove("\(path)/\($0)") }.contains(true)
    case .free:
      try handle.remove(path)
      return true
    }
  }

  /// True if there was a file that was not empty. Under a further name, its bytes are another's: only this one goes.
  private mutating func empty(_ path: String) throws -> Bool {
    guard let file = try handle.file(path), file.size > 0 else { return false }
    guard try verdict(on: path) == .free else {
      keep(path)
      return false
    }
    guard file.links > 1 else {
      try handle.truncate(path)
      return true
    }
    try handle.remove(path)
    try handle.write([], to: path)
    try handle.setOwner(file.user, file.group, of: path)
    try handle.setMode(file.mode, of: path)
    return true
  }

  private mutating func keep(_ path: String) {
    if keptPaths.isPlaced(path) { result.kept.append(path) }
  }

  /// From /etc/resolv.conf, and from the copies that maintainer scripts made of it meanwhile.
  private mutating func takeOutBuildServers() throws -> Bool {
    let servers = ResolverFile.buildServers.map { $0.replacing(".", with: "[.]") }.joined(separator: "|")
    let changed = changedOnly ? "-cnewer \(GuestSession.beginning)" : ""
    let output = try handle.applianceShell(
      """
      cd /sysroot && find etc var/spool var/lib '(' -path var/lib/dpkg -o -path var/lib/apt ')' -prune \
        -o -type f -size -64k -size +0 \(changed) -exec \
        grep -lE '^[[:space:]]*nameserver[[:space:]]+(\(servers))([[:space:]]|$)' '{}' + 2> /dev/null || :
      """)
    return try output.split(separator: "\n").map { "/\($0)" }.sorted().map { path in
      guard try verdict(on: path) == .free else {
        keep(path)
        return false
      }
      let text = String(decoding: try handle.read(path), as: UTF8.self)
      guard let rest = ResolverFile.withoutBuildServers(text) else { return false }
      try handle.write(Array(rest.utf8), to: path)
      return true
    }.contains(true)
  }

  private mutating func reset(_ identity: Identity) throws -> Bool {
    let paths = try identity.files.flatMap { try handle.glob($0) }.filter { path in
      if keptPaths.isPlaced(path) { keep(path) }
      return try !keptPaths.isPlaced(path) && isGenerated(path, identity)
    }
    guard !paths.isEmpty else { return false }
    guard !identity.stays else {
      result.warnings.append("\(identity.title): \(paths.joined(separator: ", "))")
      return false
    }
    try tellOfWhatAScriptMayHaveMade(paths, identity)
    for path in paths {
      if let text = identity.replacement, try !handle.glob(text.where).isEmpty {
        try handle.write(Array(text.text.utf8), to: path)
      } else {
        try handle.remove(path)
      }
    }
    if let renewal = identity.renewal { try install(renewal, for: identity) }
    return true
  }

  /// A key that a script of this layer wrote on purpose looks like one that a package made up.
  private mutating func tellOfWhatAScriptMayHaveMade(_ paths: [String], _ identity: Identity) throws {
    guard identity.mayBeOnPurpose, identity.markers.isEmpty else { return }
    let words = paths.map { shellWord("/sysroot" + $0) }.joined(separator: " ")
    let new = try handle.applianceShell("find \(words) -cnewer \(GuestSession.beginning)")
      .split(separator: "\n").map { String($0.dropFirst("/sysroot".count)) }
    guard !new.isEmpty else { return }
    result.warnings.append(
      "\(identity.title): \(new.joined(separator: ", ")), new in this layer, is taken out; what is to stay, place with 'files'"
    )
  }

  private func isGenerated(_ path: String, _ identity: Identity) throws -> Bool {
    guard !identity.markers.isEmpty else { return true }
    guard let file = try handle.file(path), file.size < 1 << 16 else { return false }
    return identity.isMadeUp(String(decoding: try handle.read(path), as: UTF8.self))
  }

  /// Where the package itself makes nothing at boot.
  private mutating func install(_ renewal: Identity.Renewal, for identity: Identity) throws {
    guard try renewal.makers.allSatisfy({ try handle.glob($0).isEmpty }) else { return }
    let folder = "/etc/systemd/system"
    guard try handle.kind(renewal.program) != nil, try handle.kind(folder) == .folder else {
      result.warnings.append("\(identity.title): nothing found that makes new ones at boot")
      return
    }
    let unit = "\(folder)/\(renewal.unitName)"
    try handle.write(Array(renewal.unit.utf8), to: unit)
    try handle.setMode(0o644, of: unit)
    let wants = "\(folder)/multi-user.target.wants"
    if try handle.kind(wants) == nil { try handle.makeFolder(wants, mode: 0o755) }
    try handle.link("\(wants)/\(renewal.unitName)", to: unit)
  }
}
