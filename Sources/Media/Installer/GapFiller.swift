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

/// One component while it is put together from ordinary packages.
private struct Rebuild: Sendable {
  private let gap: GapFiller.Gap
  /// Where the files go, by where ordinary packages have them.
  private var wanted: [String: String] = [:]
  /// Why it cannot be rebuilt at all.
  private let refusal: String?
  /// Another kernel's list of modules may name some that this one does not have.
  private let isByAnotherKernel: Bool
  private var files: [InitrdFile] = []
  private var sources: [InstallerMedia.Component] = []
  private var tried: [String] = []
  private var filesBefore = 0

  struct Failure: Error {
    var component: MissingComponent
  }

  /// - Parameter files: the component's files; nil when they are not known.
  init(_ gap: GapFiller.Gap, files: [String]?, isByAnotherKernel: Bool) {
    self.gap = gap
    self.isByAnotherKernel = isByAnotherKernel
    let hasSetUp = gap.choice.package.statusFields.contains { $0.name == "Installer-Menu-Item" }
    if hasSetUp {
      refusal = "cannot be rebuilt: its set-up scripts are in no other package"
    } else if files == nil {
      refusal = "cannot be rebuilt: the archive's Contents-udeb does not list its files"
    } else {
      refusal = nil
      for file in files ?? [] { wanted[Self.unmerged(file)] = file }
    }
  }

  var isIncomplete: Bool { refusal == nil && !wanted.isEmpty }

  /// Takes a file that the component has too.
  mutating func take(_ member: ArchiveMember) throws {
    guard member.entry.kind != .folder, let place = wanted.removeValue(forKey: Self.unmerged(member.path)),
      var file = try member.initrdFile()
    else { return }
    file.path = place
    files.append(file)
  }

  /// Notes that a package has been read to its end.
  mutating func close(_ package: Package) {
    guard refusal == nil else { return }
    tried.append("\(package.name) \(package.version)")
    if files.count > filesBefore {
      sources.append(.init(name: package.name, version: package.version))
    }
    filesBefore = files.count
  }

  var outcome: Result<GapFiller.Filling, Failure> {
    let package = gap.choice.package
    if refusal == nil, wanted.isEmpty || (isByAnotherKernel && !files.isEmpty) {
      let component = InstallerMedia.Component(name: package.name, version: package.version)
      return .success(.init(gap: .init(component: component, sources: sources), files: files))
    }
    return .failure(
      Failure(
        component: MissingComponent(
          name: "\(package.name) \(package.version)", neededBy: gap.choice.neededBy,
          tried: [gap.reason, refusal ?? whatWasTried])))
  }

  private var whatWasTried: String {
    let package = gap.choice.package
    guard !tried.isEmpty else {
      let wanted = package.kernelVersion.map { "linux-image-\($0)" }
      return "the archive has no "
        + (wanted ?? "ordinary package of source \(package.source) \(package.sourceVersion)")
        + " to rebuild it from"
    }
    let absent = wanted.values.sorted()
    let named =
      absent.prefix(3).joined(separator: ", ") + (absent.count > 3 ? " and \(absent.count - 3) more" : "")
    return "rebuilding it from \(tried.joined(separator: ", ")) lacks \(named)"
  }

  /// The path with `/usr` taken from what both it and the root have, as packages differ in which of the two they name.
  private static func unmerged(_ path: String) -> String {
    guard path.hasPrefix("usr/") else { return path }
    let rest = path.dropFirst(4)
    return ["bin/", "sbin/", "lib/", "lib64/"].contains(where: rest.hasPrefix) ? String(rest) : path
  }
}

/// Which ordinary packages a component that cannot be had may be rebuilt from, the likeliest first.
///
/// A component and the ordinary packages of the same source and version hold the same files; a component of kernel modules
/// holds some of those of the kernel's own package.
private struct OrdinaryPackages {
  /// Packages that hold no file an installer runs.
  private static let useless = ["-dbg", "-dbgsym", "-dev", "-doc"]

  /// What to look for in the archive's main index.
  static func selection(for components: [Package]) -> PackageSelection {
    var selection = PackageSelection()
    for component in components {
      if let kernel = component.kernelVersion {
        selection.names.formUnion(kernelPackages(kernel))
      } else {
        selection.sources.insert(.init(name: component.source, version: component.sourceVersion))
      }
    }
    return selection
  }

  /// Those of `found` that may hold the files of the component.
  static func candidates(for component: Package, among found: [Package]) -> [Package] {
    if let kernel = component.kernelVersion {
      return found.filter { kernelPackages(kernel).contains($0.name) }.sorted { $0.name < $1.name }
    }
    let own = component.name.hasSuffix("-udeb") ? String(component.name.dropLast(5)) : component.name
    func rank(_ package: Package) -> Int {
      if package.name == own { return 0 }
      return package.name.hasPrefix("lib") ? 1 : 2
    }
    return
      found
      .filter { $0.source == component.source && $0.sourceVersion == component.sourceVersion }
      .filter { package in !useless.contains { package.name.hasSuffix($0) } }
      .sorted { (rank($0), $0.name) < (rank($1), $1.name) }
  }

  private static func kernelPackages(_ kernel: String) -> Set<String> {
    ["linux-image-\(kernel)", "linux-modules-\(kernel)"]
  }
}

/// Which files each component of an archive consists of, from the signed `Contents-udeb` index.
///
/// It lists those that are gone from the pool too: so what is missing is known exactly.
struct ComponentContents {
  private var files: [String: [String]] = [:]

  /// Files that no installer needs.
  private static let unneeded = ["usr/share/lintian/", "usr/share/doc/", "usr/share/bug/"]

  /// Reads lines of a path, blanks, and packages with their sections, `debian-installer/e2fsprogs-udeb,…`.
  /// - Parameter names: the components whose files are wanted.
  init(_ text: [UInt8], of names: Set<String>) {
    for line in text.split(separator: UInt8(ascii: "\n")) {
      guard let blank = line.lastIndex(of: UInt8(ascii: " ")) else { continue }
      let packages = String(decoding: line[(blank + 1)...], as: UTF8.self).split(separator: ",")
      for package in packages {
        let name = String(package.split(separator: "/").last ?? "")
        guard names.contains(name) else { continue }
        let path = String(decoding: line[..<blank], as: UTF8.self).trimmingBlanksAtEnd
        if !Self.unneeded.contains(where: path.hasPrefix) { files[name, default: []].append(path) }
      }
    }
  }

  /// The paths of a component's files, relative to the root; nil when the index does not know it.
  func files(of component: String) -> [String]? { files[component] }
}

extension String {
  fileprivate var trimmingBlanksAtEnd: String {
    guard let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(self[...last])
  }
}
