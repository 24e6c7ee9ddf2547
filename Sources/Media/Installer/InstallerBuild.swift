internal import Files

/// One making of an installer's media, step by step.
struct InstallerBuild: Sendable {
  private static let workers = BlockingPool(limit: 2)

  let archive: SignedArchive
  /// The state that `archive` stands in for.
  let newer: SignedArchive?
  let architecture: String
  let scratch: ScratchFolder
  let images: NetbootImages
  let base: BaseInitrd

  /// Unpacks the package that carries kernel and initrd, and looks into both.
  /// - Parameter netboot: the package's path.
  init(
    archive: SignedArchive, newer: SignedArchive?, architecture: String, netboot: String,
    scratch: ScratchFolder
  ) async throws {
    self.archive = archive
    self.newer = newer
    self.architecture = architecture
    self.scratch = scratch
    (images, base) = try await Self.workers.run {
      let images = try NetbootImages(package: netboot, into: scratch.path)
      return (images, try BaseInitrd(images.initrd, unpackingModulesInto: scratch.path))
    }
  }

  /// Puts the initrd together, and kernel and initrd into the cache.
  func run(
    components wanted: [String], additions: [InitrdFile], into cache: MediaCache
  ) async throws -> InstallerRecord {
    let parts = try await parts(wanted)
    let overlay = try await overlay(parts, additions)
    let initrd = try await Self.workers.run { try writeInitrd(overlay) }
    try cache.adopt(images.kernel, sha256: images.kernelSHA256)
    try cache.adopt(initrd.path, sha256: initrd.sha256)
    return InstallerRecord(
      kernel: images.kernelSHA256, initrd: initrd.sha256, release: archive.release,
      components: parts.choices.map { .init(name: $0.package.name, version: $0.package.version) },
      filledGaps: parts.filledGaps)
  }

  /// What goes into the initrd.
  struct Parts {
    var choices: [ComponentResolver.Choice]
    var files: [InitrdFile]
    var filledGaps: [InstallerMedia.FilledGap]
  }

  private func parts(_ wanted: [String]) async throws -> Parts {
    let packages = try await archive.packages(in: SignedArchive.index("main/debian-installer", architecture))
    let index = ComponentIndex(packages, kernel: base.kernel)
    var resolver = ComponentResolver(index: index, present: base.status.names)
    resolver.resolve(wanted)
    let (paths, gaps) = try await fetch(resolver.choices, standInKernel: index.standInKernel)
    let filler = GapFiller(
      archive: archive, newer: newer, architecture: architecture, standInKernel: index.standInKernel)
    let (fillings, unfilled) = try await filler.fill(gaps)
    let missing = resolver.missing + unfilled
    guard missing.isEmpty else { throw failure(missing) }
    let unpacked = try await Self.workers.run {
      try paths.flatMap { try UnpackedComponent(package: $0.path, name: $0.name).files }
    }
    return Parts(
      choices: resolver.choices, files: unpacked + fillings.flatMap(\.files), filledGaps: fillings.map(\.gap))
  }

  /// What the index names and no pool has is a mirror's doing; a name that the index does not know is the recipe's.
  private func failure(_ missing: [MissingComponent]) -> MediaError {
    guard !missing.contains(where: \.isUnknown) else { return .missingComponents(missing) }
    return .inconsistent(
      archive: archive.title, what: "\(missing.count) of the installer's components",
      attempts: missing.map(MediaError.component))
  }

  private struct Fetched: Sendable {
    var name: String
    var path: String
  }

  /// Fetches all components at once; those that the pool does not have are gaps.
  private func fetch(
    _ choices: [ComponentResolver.Choice], standInKernel: String?
  ) async throws -> ([Fetched], [GapFiller.Gap]) {
    try await withThrowingTaskGroup(of: (Int, Result<Fetched, AbsentFromPool>).self) { group in
      for (number, choice) in choices.enumerated() {
        group.addTask { (number, try await fetch(choice.package, standInKernel: standInKernel)) }
      }
      var results: [Int: Result<Fetched, AbsentFromPool>] = [:]
      for try await (number, result) in group { results[number] = result }
      var fetched: [Fetched] = []
      var gaps: [GapFiller.Gap] = []
      for (number, choice) in choices.enumerated() {
        switch results[number] {
        case .success(let file): fetched.append(file)
        case .failure(let absence): gaps.append(.init(choice: choice, reason: absence.reason))
        case nil: break
        }
      }
      return (fetched, gaps)
    }
  }

  private struct AbsentFromPool: Error {
    var reason: String
  }

  private func fetch(
    _ package: Package, standInKernel: String?
  ) async throws -> Result<Fetched, AbsentFromPool> {
    if let standInKernel, package.kernelVersion != nil {
      return .failure(AbsentFromPool(reason: "the archive has modules of kernel \(standInKernel) only"))
    }
    do {
      return .success(Fetched(name: package.name, path: try await archive.fetch(package)))
    } catch MediaError.inconsistent(_, _, let attempts) {
      return .failure(AbsentFromPool(reason: attempts.map(\.description).joined(separator: "; ")))
    }
  }
}
