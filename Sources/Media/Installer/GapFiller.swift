private import Archive
private import Files

/// Rebuilds components that the archive's index names and its pool does not have.
///
/// A component's files are known from the archive's signed `Contents-udeb`; they are taken from ordinary packages of the
/// same source and version, whose digests the archive's signature covers as well.
struct GapFiller: Sendable {
  /// A rebuilt component.
  struct Filling: Sendable {
    var gap: InstallerMedia.FilledGap
    var files: [InitrdFile]
  }

  /// A component that could not be had, and why.
  struct Gap: Sendable {
    var choice: ComponentResolver.Choice
    var reason: String
  }

  let archive: SignedArchive
  /// The state that `archive` stands in for; its ordinary packages serve as well.
  let newer: SignedArchive?
  let architecture: String
  /// The kernel whose modules are listed in place of those of the installer's own.
  let standInKernel: String?
  private static let readers = BlockingPool(limit: 2)

  /// - Returns: what could be rebuilt, in the order of the gaps, and what could not.
  func fill(_ gaps: [Gap]) async throws -> (fillings: [Filling], missing: [MissingComponent]) {
    guard !gaps.isEmpty else { return ([], []) }
    let packages = gaps.map(\.choice.package)
    let contents = try await contents(of: packages)
    let ordinary = try await ordinaryPackages(for: packages)
    var fillings: [Filling] = []
    var missing: [MissingComponent] = []
    for group in groups(gaps) {
      for rebuild in try await rebuild(group, from: ordinary, contents) {
        switch rebuild.outcome {
        case .success(let filling): fillings.append(filling)
        case .failure(let failure): missing.append(failure.component)
        }
      }
    }
    return (fillings, missing)
  }

  private func ordinaryPackages(for components: [Package]) async throws -> [Package] {
    let selection = OrdinaryPackages.selection(for: components)
    let index = SignedArchive.index("main", architecture)
    let own = try await archive.packages(selection, in: index)
    do {
      let others = try await newer?.packages(selection, in: index) ?? []
      return own + others.filter { other in !own.contains { $0.sha256 == other.sha256 } }
    } catch MediaError.inconsistent {
      return own
    }
  }

  private func rebuild(
    _ gaps: [Gap], from ordinary: [Package], _ contents: ComponentContents
  ) async throws -> [Rebuild] {
    var rebuilds = gaps.map { gap in
      Rebuild(
        gap, files: files(of: gap.choice.package, in: contents), isByAnotherKernel: standInKernel != nil)
    }
    for candidate in OrdinaryPackages.candidates(for: gaps[0].choice.package, among: ordinary)
    where rebuilds.contains(where: \.isIncomplete) {
      let path = try await archive.fetch(candidate)
      rebuilds = try await Self.readers.run { [rebuilds] in
        var rebuilds = rebuilds
        try DebPackage(path: path).withData { reader in
          try forEachMember(of: reader) { member in
            for index in rebuilds.indices { try rebuilds[index].take(member) }
          }
        }
        for index in rebuilds.indices { rebuilds[index].close(candidate) }
        return rebuilds
      }
    }
    return rebuilds
  }

  private func contents(of packages: [Package]) async throws -> ComponentContents {
    var text: [UInt8] = []
    for name in [architecture, "all"].map({ "main/Contents-udeb-\($0)" }) where archive.lists(name) {
      let path = try await archive.index(name)
      text += try await Self.readers.run {
        var text: [UInt8] = []
        try decompress(file: path) { text.append(contentsOf: $0) }
        return text
      }
    }
    return ComponentContents(text, of: Set(packages.map(listedName)))
  }

  /// The name under which the archive lists it: modules of a kernel it does not know are those of the one it knows.
  private func listedName(_ package: Package) -> String {
    guard let kernel = package.kernelVersion, let standInKernel else { return package.name }
    return package.name.replacing(kernel, with: standInKernel)
  }

  private func files(of package: Package, in contents: ComponentContents) -> [String]? {
    let files = contents.files(of: listedName(package))
    guard let kernel = package.kernelVersion, let standInKernel else { return files }
    return files?.map { $0.replacing(standInKernel, with: kernel) }
  }

  /// Gaps that are filled from the same packages, together: a kernel's package takes seconds to read.
  private func groups(_ gaps: [Gap]) -> [[Gap]] {
    var order: [String] = []
    var groups: [String: [Gap]] = [:]
    for gap in gaps {
      let package = gap.choice.package
      let key = package.kernelVersion ?? "\(package.source) \(package.sourceVersion)"
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(gap)
    }
    return order.compactMap { groups[$0] }
  }
}
