/// Which ordinary packages a component that cannot be had may be rebuilt from, the likeliest first.
///
/// A component and the ordinary packages of the same source and version hold the same files; a component of kernel modules
/// holds some of those of the kernel's own package.
struct OrdinaryPackages {
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
