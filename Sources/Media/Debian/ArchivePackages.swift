private import Archive
import Families
private import Files

extension SignedArchive {
  /// Packages read at a time.
  private static let readers = BlockingPool(limit: 2)

  /// Reads the packages that are wanted from an index.
  /// - Parameter name: such as `main/binary-amd64/Packages`.
  func packages(_ selection: PackageSelection, in name: String) async throws -> [Package] {
    try await read(name, into: []) { stanza, found in
      if let package = try selection.package(stanza, index: name) { found.append(package) }
    }
  }

  /// Reads all packages of an index.
  func packages(in name: String) async throws -> [Package] {
    try await read(name, into: []) { stanza, found in found.append(try Package(stanza, index: name)) }
  }

  /// Every version that an index has of packages of these names.
  func versions(of names: Set<String>, in name: String) async throws -> [InstalledPackage] {
    try await read(name, into: []) { stanza, found in
      guard let package = stanza.text(of: "Package"), names.contains(package) else { return }
      found.append(
        InstalledPackage(
          name: package, version: stanza.text(of: "Version") ?? "",
          architecture: stanza.text(of: "Architecture") ?? ""))
    }
  }

  /// The newest package of that name.
  /// - Throws: `MediaError.absent` when the archive has none.
  public func package(_ name: String, architecture: String = "amd64") async throws -> Package {
    let index = Self.index("main", architecture)
    let found = try await packages(PackageSelection(names: [name]), in: index)
    guard let newest = found.max(by: { DebianVersion($0.version) < DebianVersion($1.version) }) else {
      throw MediaError.absent(what: "package \(name)", from: "\(mirror)/dists/\(suite)/\(index)")
    }
    return newest
  }

  /// The packages that debootstrap must be told of besides `wanted`: it knows no virtual packages.
  /// - Parameter excluded: never installed.
  public func bootstrapAdditions(
    to wanted: [String], excluding excluded: [String] = [], architecture: String = "amd64"
  ) async throws -> [String] {
    let candidates = try await read(
      Self.index("main", architecture), into: [String: BootstrapClosure.Candidate]()
    ) {
      stanza, found in
      guard let name = stanza.text(of: "Package") else { return }
      let dependencies = [stanza.text(of: "Pre-Depends"), stanza.text(of: "Depends")].compactMap(\.self)
      let rank = ["required", "important"].firstIndex(of: stanza.text(of: "Priority") ?? "") ?? 2
      found[name] = BootstrapClosure.Candidate(
        dependencies: dependencies.joined(separator: ", "), provides: stanza.text(of: "Provides"), rank: rank)
    }
    return BootstrapClosure(candidates, excluding: Set(excluded)).additions(to: wanted)
  }

  /// The names that its packages go by, of each component whose index is in the cache.
  /// - Throws: `MediaError` where none is.
  func names(architecture: String, knownIn cache: MediaCache) async throws -> PackageNames {
    var names: Set<String> = []
    var unread: [String] = []
    for component in PackageIndexReader.components {
      let name = Self.index(component, architecture)
      guard let digest = contents.places(of: name).first?.entry.sha256 else { continue }
      let kept = KeptNames(cache: cache, index: "\(mirror)/dists/\(suite)/\(name)", digest: digest)
      do {
        names.formUnion(try await kept.names { try await self.names(in: name) })
      } catch let error as MediaError {
        if component == PackageIndexReader.components[0] { throw error }
        unread.append(component)
      }
    }
    return PackageNames(names, date: release.date, unread: unread)
  }

  private func names(in name: String) async throws -> Set<String> {
    try await read(name, into: []) { stanza, found in
      if let package = stanza.text(of: "Package") { found.insert(package) }
      found.formUnion(Relation.provided(stanza.text(of: "Provides")))
    }
  }

  /// The name of a component's index of packages.
  static func index(_ component: String, _ architecture: String) -> String {
    "\(component)/binary-\(architecture)/Packages"
  }

  private func read<Found: Sendable>(
    _ name: String, into initial: Found, _ take: @escaping @Sendable (Stanza, inout Found) throws -> Void
  ) async throws -> Found {
    let path = try await index(name)
    return try await Self.readers.run {
      var found = initial
      var reader = StanzaReader(name)
      try decompress(file: path) { piece in try reader.feed(piece) { try take($0, &found) } }
      try reader.finish { try take($0, &found) }
      return found
    }
  }
}
