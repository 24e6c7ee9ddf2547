import Families
import Media
import Recipes
import Storage

extension FreshnessCheck {
  /// What packages are called in the archives of appliances, as far as the store has the indexes: nothing is downloaded.
  ///
  /// - Returns: the names by the appliance's; none for one whose archives are not in the store.
  public func knownPackages(for appliances: [Appliance]) async -> [String: PackageNames] {
    let asking = Dictionary(grouping: appliances) { appliance in
      PackageQuery(appliance, format: appliance.packageFormat, security: securityMirror)
    }
    var known: [String: PackageNames] = [:]
    for (query, appliances) in asking {
      guard let query else { continue }
      let reader = PackageNameReader(store.mediaCache)
      let names = await reader.names(in: query.archives, architecture: query.architecture)
      for appliance in appliances { known[appliance.name] = names }
    }
    return known
  }
}

extension Appliance {
  /// Of its system's packages.
  public var packageFormat: PackageFormat { system.family.archive == nil ? .rpm : .deb }
}
