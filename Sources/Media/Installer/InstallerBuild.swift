private import Archive
internal import Files
private import Foundation
private import Subprocess

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

extension InstallerBuild {
  /// Lays the components over the initrd, with its package database and its questions.
  func overlay(_ parts: Parts, _ additions: [InitrdFile]) async throws -> InitrdOverlay {
    var overlay = InitrdOverlay(over: base.layout)
    for file in base.templates + parts.files { overlay.add(file) }
    let modules = parts.files.filter { ModulePath($0.path) != nil }
    if !modules.isEmpty {
      let indexes = ModuleIndexes(folder: scratch.path, kernel: base.kernel)
      for file in try await indexes.files(adding: modules) { overlay.add(file) }
    }
    var status = base.status
    for choice in parts.choices { status.add(choice.package) }
    overlay.add(InitrdFile(path: InstallerStatus.path, content: .file(status.bytes)))
    for file in additions { overlay.add(file) }
    return overlay
  }

  /// Writes the installer's initrd with the overlay behind it; the kernel unpacks one after the other.
  ///
  /// Both uncompressed: the guest would take longer to decompress them than the host takes to hand them over.
  /// The format is that of the kernel's Documentation/driver-api/early-userspace/buffer-format.rst.
  func writeInitrd(_ overlay: InitrdOverlay) throws -> (path: String, sha256: String) {
    let file = try NewFile("\(scratch.path)/initrd")
    try decompress(file: images.initrd) { try file.append($0) }
    let padding = [UInt8](repeating: 0, count: Int((4 - file.length % 4) % 4))
    try padding.withUnsafeBytes { try file.append($0) }
    let second = "\(scratch.path)/overlay.cpio"
    try overlay.writeArchive(second)
    try decompress(file: second) { try file.append($0) }
    return (file.path, try file.finish())
  }
}

/// A component as the installer's own package manager would have unpacked it.
private struct UnpackedComponent: Sendable {
  let files: [InitrdFile]

  /// Reads a component's package. Blocks.
  init(package path: String, name: String) throws {
    var files: [InitrdFile] = []
    let package = try DebPackage(path: path)
    try package.withData { reader in
      try forEachMember(of: reader) { member in
        if let file = try member.initrdFile() { files.append(file) }
      }
    }
    for (file, bytes) in package.controlFiles where !["control", "md5sums"].contains(file) {
      files.append(
        InitrdFile(
          path: "var/lib/dpkg/info/\(name).\(file)", mode: file == "templates" ? 0o644 : 0o755,
          content: .file([UInt8](bytes))
        ).withoutTranslations)
    }
    self.files = files
  }
}

/// The indexes by which a kernel's modules are found, made on this host as the guest would take minutes over them.
private struct ModuleIndexes {
  /// Holds `lib/modules/VERSION/…`, the modules that the initrd has.
  let folder: String
  let kernel: String

  /// Makes the indexes for the initrd's modules and these together.
  /// - Returns: the indexes, and a `depmod` for the guest that leaves them alone.
  /// - Throws: `SubprocessError` when depmod, of Debian's package `kmod`, is not there or fails.
  func files(adding modules: [InitrdFile]) async throws -> [InitrdFile] {
    for module in modules {
      guard let path = ModulePath(module.path)?.path, case .file(let bytes) = module.content else { continue }
      let url = URL(filePath: "\(folder)/\(path)")
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: url)
    }
    // Not in an ordinary user's PATH.
    let depmod = findExecutable("depmod") ?? "/usr/sbin/depmod"
    try await checked(Command(depmod, ["-b", folder, kernel]), limits: Limits(deadline: .seconds(120)))
    return try indexes() + [idleDepmod]
  }

  private func indexes() throws -> [InitrdFile] {
    let place = "lib/modules/\(kernel)"
    let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(place)")
    return names.filter { $0.hasPrefix("modules.") }.sorted().compactMap { name in
      FileManager.default.contents(atPath: "\(folder)/\(place)/\(name)").map {
        InitrdFile(path: "\(place)/\(name)", content: .file([UInt8]($0)))
      }
    }
  }

  private var idleDepmod: InitrdFile {
    let script =
      "#!/bin/sh\n# The indexes of all modules here were made before the machine started.\nexit 0\n"
    return InitrdFile(path: "sbin/depmod", mode: 0o755, content: .file([UInt8](script.utf8)))
  }
}
