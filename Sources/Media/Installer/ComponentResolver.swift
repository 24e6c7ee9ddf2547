import Families

/// Chooses the components that an installer needs beside those it has, by their dependencies.
struct ComponentResolver {
  /// A component that was chosen.
  struct Choice: Hashable {
    var package: Package
    /// What depends on it, nearest first; empty for one that was asked for by name.
    var neededBy: [String]
  }

  private let index: ComponentIndex
  /// Names, real and virtual, that are there already.
  private var present: Set<String>
  private(set) var choices: [Choice] = []
  private(set) var missing: [MissingComponent] = []

  /// - Parameter present: what the installer has, and what that provides.
  init(index: ComponentIndex, present: Set<String>) {
    self.index = index
    self.present = present
  }

  /// Chooses what these need; what cannot be met is noted in `missing`.
  mutating func resolve(_ wanted: [String]) {
    for name in wanted { meet(Relation(alternatives: [name]), neededBy: []) }
  }

  private mutating func meet(_ relation: Relation, neededBy: [String]) {
    guard present.isDisjoint(with: relation.alternatives) else { return }
    for name in relation.alternatives {
      guard let package = index.package(for: name) else { continue }
      return choose(package, neededBy: neededBy)
    }
    let names = relation.alternatives.joined(separator: " or ")
    // Once is enough, however many need it.
    present.formUnion(relation.alternatives)
    missing.append(
      MissingComponent(
        name: names, neededBy: neededBy, tried: ["nothing in the signed index is or provides it"],
        isUnknown: true))
  }

  private mutating func choose(_ package: Package, neededBy: [String]) {
    // Before its dependencies, which may depend on it in turn.
    present.insert(package.name)
    present.formUnion(package.provides)
    choices.append(Choice(package: package, neededBy: neededBy))
    for relation in package.depends { meet(relation, neededBy: [package.name] + neededBy) }
  }
}

/// The components (udebs) of an archive, as they serve one installer kernel.
struct ComponentIndex {
  private var byName: [String: Package] = [:]
  private var providers: [String: [String]] = [:]
  /// The kernel whose module packages stand in, by name and content, for those of the installer's own kernel.
  let standInKernel: String?

  /// - Parameter kernel: the version of the installer's kernel; module packages of other kernels are of no use.
  init(_ packages: [Package], kernel: String) {
    let kernels = Set(packages.compactMap(\.kernelVersion))
    // After a point release the archive may know modules of newer or older kernels only. What they are called, hold
    // and depend on is the same for the kernel at hand.
    standInKernel =
      kernels.contains(kernel) ? nil : kernels.max { DebianVersion($0) < DebianVersion($1) }
    for package in packages where [nil, kernel, standInKernel].contains(package.kernelVersion) {
      add(package.kernelVersion == nil ? package : package.adapted(to: kernel))
    }
  }

  private mutating func add(_ package: Package) {
    if let known = byName[package.name], DebianVersion(package.version) <= DebianVersion(known.version) {
      return
    }
    byName[package.name] = package
    for name in package.provides { providers[name, default: []].append(package.name) }
  }

  /// The package of that name, or the best of those that provide it: by priority, then by name.
  func package(for name: String) -> Package? {
    if let package = byName[name] { return package }
    return providers[name, default: []].compactMap { byName[$0] }.min {
      ($0.rank, $0.name) < ($1.rank, $1.name)
    }
  }
}

extension Package {
  /// The same for another kernel version; unchanged for its own.
  fileprivate func adapted(to kernel: String) -> Package {
    guard let own = kernelVersion, own != kernel else { return self }
    func adapt(_ text: String) -> String { text.replacing(own, with: kernel) }
    var adapted = self
    adapted.name = adapt(name)
    adapted.kernelVersion = kernel
    adapted.depends = depends.map { Relation(alternatives: $0.alternatives.map(adapt)) }
    adapted.provides = provides.map(adapt)
    adapted.statusFields = statusFields.map { StatusField(name: $0.name, value: adapt($0.value)) }
    return adapted
  }

  fileprivate var rank: Int {
    ["required", "important", "standard", "optional"].firstIndex(of: priority) ?? 4
  }
}
