private import Archive

extension SignedArchive {
  /// Packages read at a time.
  private static let readers = BlockingPool(limit: 2)

  /// Reads the packages that are wanted from an index.
  /// - Parameter name: such as `main/binary-amd64/Packages.xz`.
  func packages(_ selection: PackageSelection, in name: String) async throws -> [Package] {
    try await read(name) { stanza, found in
      if let package = try selection.package(stanza, index: name) { found.append(package) }
    }
  }

  /// Reads all packages of an index.
  func packages(in name: String) async throws -> [Package] {
    try await read(name) { stanza, found in found.append(try Package(stanza, index: name)) }
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

  /// The name of a component's index of packages.
  static func index(_ component: String, _ architecture: String) -> String {
    "\(component)/binary-\(architecture)/Packages.xz"
  }

  private func read(
    _ name: String, _ take: @escaping @Sendable (Stanza, inout [Package]) throws -> Void
  ) async throws -> [Package] {
    let path = try await index(name)
    return try await Self.readers.run {
      var found: [Package] = []
      var reader = StanzaReader(name)
      try decompress(file: path) { piece in try reader.feed(piece) { try take($0, &found) } }
      try reader.finish { try take($0, &found) }
      return found
    }
  }
}
