import Failures
import Families
import Foundation
import Images
import Media
import Planning
import Recipes
import Storage

/// One image while it is held against the archives.
struct ImageExamination {
  let image: PlannedImage
  /// What to ask the archives; nil where there is nothing to ask.
  private(set) var query: PackageQuery?
  private(set) var chain: ChainPackages?
  private var built: Date?
  private var verdict = ImageFreshness.Verdict.notBuilt
  private var origins: [LayerName] = []
  private let reader: LayerReader

  /// - Parameter keys: its layers, root first; nil: it was never built.
  init(_ image: PlannedImage, layers keys: [LayerKey]?, reader: LayerReader, security: String?) {
    self.image = image
    self.reader = reader
    guard let keys, let leaf = keys.last else { return }
    do {
      built = try reader.layer(leaf).facts.built
      chain = try ChainPackages(keys, read: reader.packages)
      (query, verdict) = Self.query(image.appliance, chain?.packages, security: security)
    } catch {
      verdict = .unknown("\(error)", cause: error is StoreDamage ? .storeDamaged : nil)
    }
  }

  /// What is known before any archive was asked.
  private static func query(
    _ appliance: Appliance, _ packages: StoredPackages?, security: String?
  ) -> (PackageQuery?, ImageFreshness.Verdict) {
    guard let packages else { return (nil, .unknown("built before packages were recorded")) }
    guard let format = PackageFormat(rawValue: packages.format) else {
      return (nil, .unknown("Kiln knows no archives of packages of the kind '\(packages.format)'"))
    }
    guard let query = PackageQuery(appliance, format: format, security: security) else {
      return (nil, .unknown("its recipe names no archive of packages, or no keys to check one with"))
    }
    return (query, .known([]))
  }

  /// Takes the answer of the archives that it asked.
  mutating func judge(by index: PackageIndex) {
    guard let chain else { return }
    let updates = index.updates(for: chain.packages.packages).map { package in
      let origin = chain.origin(of: package)
      return ImageFreshness.Update(package: package, layer: origin.flatMap(name), layerKey: origin)
    }
    verdict = .known(updates)
    origins = chain.keys.filter(Set(updates.compactMap(\.layerKey)).contains).compactMap(name)
  }

  private func name(of key: LayerKey) -> LayerName? { try? reader.layer(key).record.name }

  /// Takes it that the archives could not be asked.
  mutating func fail(_ reason: String) { verdict = .unknown(reason) }

  var freshness: ImageFreshness {
    ImageFreshness(
      name: image.appliance.name, version: image.appliance.version, built: built, verdict: verdict,
      origins: origins)
  }
}

/// Reads what is known of layers, each once.
final class LayerReader {
  private let store: Store
  private var layers: [LayerKey: StoredLayer] = [:]
  private var packages: [LayerKey: StoredPackages?] = [:]

  init(_ store: Store) { self.store = store }

  func layer(_ key: LayerKey) throws -> StoredLayer {
    let layer = try layers[key] ?? store.layers.read(key)
    layers[key] = layer
    return layer
  }

  func packages(_ key: LayerKey) throws -> StoredPackages? {
    if let known = packages[key] { return known }
    let found = try store.layers.packages(of: key)
    packages[key] = .some(found)
    return found
  }
}

/// What the layers of one chain have installed: which layer brought what.
struct ChainPackages {
  /// The chain's keys, root first.
  let keys: [LayerKey]
  /// What the last of them has.
  let packages: StoredPackages
  /// For each key; nil where none was recorded, as for an installed disk.
  private let contents: [Set<InstalledPackage>?]

  /// - Parameters:
  ///   - keys: root first.
  ///   - read: what a layer has.
  /// - Returns: nil when nothing was recorded for the last layer.
  init?(_ keys: [LayerKey], read: (LayerKey) throws -> StoredPackages?) rethrows {
    guard let leaf = keys.last, let packages = try read(leaf) else { return nil }
    self.keys = keys
    self.packages = packages
    contents = try keys.map { try read($0).map { Set($0.packages) } }
  }

  /// The layer that must be made anew for an update: the first that has the outdated version. What came with the
  /// installed disk, the first layer on it upgrades; so does the last layer what cannot be told of.
  func origin(of update: PackageUpdate) -> LayerKey? {
    let package = InstalledPackage(
      name: update.name, version: update.installed, architecture: update.architecture)
    for (key, packages) in zip(keys, contents).dropFirst() {
      // Built before packages were recorded.
      guard let packages else { return keys.last }
      if packages.contains(package) { return key }
    }
    return keys.last
  }
}

/// Where an appliance's newer packages would come from: many appliances ask the same.
struct PackageQuery: Hashable {
  let format: PackageFormat
  let architecture: String
  let archives: [PackageArchive]
  /// The time of the snapshot that these are; nil for archives as they are today.
  let asOf: Date?
  let proxy: String?

  /// - Parameters:
  ///   - format: of the packages that the appliance has.
  ///   - security: where builds fetch Debian's security updates; nil: where images do.
  /// - Returns: nil where the recipe says too little.
  init?(_ appliance: Appliance, format: PackageFormat, security: String?) {
    self.format = format
    proxy = appliance.install.proxy?.value.text
    asOf = appliance.pin?.snapshot?.date
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
    guard !mirrors.isEmpty else { return [] }
    return installer.packagePaths.map { path in
      .rpm(addresses: mirrors.map { joined($0, path) }, keyring: keyring)
    }
  }

  private func joined(_ mirror: String, _ path: String) -> String {
    mirror.hasSuffix("/") ? mirror + path : "\(mirror)/\(path)"
  }
}
