import Media
import Recipes

/// Where an appliance's newer packages would come from: many appliances ask the same.
struct PackageQuery: Hashable {
  let format: PackageFormat
  let architecture: String
  let archives: [PackageArchive]
  let proxy: String?

  /// - Parameters:
  ///   - format: of the packages that the appliance has.
  ///   - security: where builds fetch Debian's security updates; nil: where images do.
  /// - Returns: nil where the recipe says too little.
  init?(_ appliance: Appliance, format: PackageFormat, security: String?) {
    self.format = format
    proxy = appliance.install.proxy?.value
    switch format {
    case .deb:
      architecture = appliance.system.archiveArchitecture
      archives = appliance.debianArchives(suite: appliance.system.codename, security: security)
    case .rpm:
      architecture = appliance.system.architecture
      archives = appliance.repositories
    }
    if archives.isEmpty { return nil }
  }
}

extension Appliance {
  fileprivate var repositories: [PackageArchive] {
    let paths = installer.repositories.isEmpty ? [installer.tree] : installer.repositories.map(\.path)
    return paths.compactMap { path in
      guard let path = path?.value, !mirrors.isEmpty else { return nil }
      return .rpm(addresses: mirrors.map { joined($0, path) }, keyring: keyring)
    }
  }

  private func joined(_ mirror: String, _ path: String) -> String {
    mirror.hasSuffix("/") ? mirror + path : "\(mirror)/\(path)"
  }
}
