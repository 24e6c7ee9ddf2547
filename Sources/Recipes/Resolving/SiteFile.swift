public import Diagnostics
import Text
import YAML

/// What belongs to the place where images are built: mirrors, proxy, certificates, servers, time zone, keys, timeouts.
public struct SiteFile: Sendable {
  private let entries: [Node.Entry]
  private let location: Location
  /// What releases are promoted to, in this order; where it names none, Kiln's own.
  public let channels: [ReleaseChannel]
  /// What OVAs are signed with; nil for none.
  public let ovaSigning: OVASigning?
  private static let timeouts = "timeouts"
  private static let missingUpdates = "allow_missing_updates"
  private static let maximumReleaseAge = "max_release_age"
  private static let sharedGroup = "shared_group"
  private static let retention = "retention"
  /// Of images, not of the systems in them.
  private static let compression = "compression"
  private static let channelsKey = "channels"
  private static let snapshotArchives = "snapshots"
  private static let ova = "ova"
  private static let signingKey = "signing"
  private static let vulnerabilitiesKey = "vulnerabilities"
  private static let policyKey = "policy"
  /// What is said to builds, not to the systems that they make.
  private static let notSettings = [
    timeouts, missingUpdates, maximumReleaseAge, sharedGroup, retention, compression, channelsKey,
    snapshotArchives, ova, signingKey, vulnerabilitiesKey, policyKey,
  ]

  /// Reads and checks a site file; an empty one says nothing.
  ///
  /// - Parameter path: as the user would type it.
  /// - Throws: everything that is wrong with it.
  public init(path: String) throws(Diagnostics) {
    location = Location(file: path, line: 1, column: 1)
    guard let node = try RecipeReading.document(path) else {
      (entries, channels, ovaSigning) = ([], ReleaseChannel.standard, nil)
      return
    }
    var validator = Validator()
    validator.check(document: node, SiteSchema.site)
    if let found = Diagnostics(validator.diagnostics) { throw found }
    guard case .mapping(let entries) = node.content else {
      (self.entries, channels, ovaSigning) = ([], ReleaseChannel.standard, nil)
      return
    }
    self.entries = entries
    let signing = entries.first { $0.key == Self.ova }
    ovaSigning = if let signing { try OVASigning(signing.value) } else { nil }
    guard case .sequence(let items) = entries.first(where: { $0.key == Self.channelsKey })?.value.content
    else {
      channels = ReleaseChannel.standard
      return
    }
    channels = try ReleaseChannel.list(items, in: FilePath.folder(of: path))
  }

  /// How long an install may take before it is given up.
  public var installTimeouts: InstallTimeouts {
    let value = entries.first { $0.key == Self.timeouts }?.value
    guard case .mapping(let entries) = value?.content else { return InstallTimeouts() }
    return InstallTimeouts(entries)
  }

  /// Whether builds go on without a suite of updates that cannot be had.
  public var allowsMissingUpdates: Bool {
    let value = entries.first { $0.key == Self.missingUpdates }?.value
    guard case .scalar(let scalar) = value?.content else { return false }
    return scalar.text == "true"
  }

  /// How old the last verified state of an archive may be that builds use while its mirror is being updated.
  public var maximumReleaseAge: Duration? {
    guard case .scalar(let scalar) = entries.first(where: { $0.key == Self.maximumReleaseAge })?.value.content
    else { return nil }
    return Duration(written: scalar.text)
  }

  /// How long builds of images stay that nothing names.
  public var imageRetention: ImageRetention {
    let value = entries.first { $0.key == Self.retention }?.value
    guard case .mapping(let entries) = value?.content else { return ImageRetention() }
    return ImageRetention(entries)
  }

  /// Where archives of snapshots are, by distribution.
  var snapshots: [String: HTTPAddress] {
    let value = entries.first { $0.key == Self.snapshotArchives }?.value
    guard case .mapping(let archives) = value?.content else { return [:] }
    return archives.reduce(into: [:]) { found, entry in
      guard case .scalar(let scalar) = entry.value.content else { return }
      found[entry.key] = HTTPAddress(scalar.text)
    }
  }

  /// By what statements of images are signed; nil where it does not say.
  public var signing: SiteSigning? {
    let value = entries.first { $0.key == Self.signingKey }?.value
    guard case .mapping(let entries) = value?.content else { return nil }
    return SiteSigning(entries, folder: FilePath.folder(of: location.file))
  }

  /// The data about vulnerabilities that images are held against.
  public var vulnerabilities: [SiteVulnerabilityData] {
    let value = entries.first { $0.key == Self.vulnerabilitiesKey }?.value
    guard case .sequence(let items) = value?.content else { return [] }
    let folder = FilePath.folder(of: location.file)
    return items.compactMap { SiteVulnerabilityData($0, folder: folder) }
  }

  /// The path of the policy that images are held against; nil for none.
  public var policy: String? {
    let value = entries.first { $0.key == Self.policyKey }?.value
    guard case .scalar(let scalar) = value?.content else { return nil }
    return FilePath.join(FilePath.folder(of: location.file), scalar.text)
  }

  /// The proxy that the site's builds use; nil for none.
  public var proxy: String? {
    let value = entries.first { $0.key == "proxy" }?.value
    return if case .scalar(let scalar) = value?.content { scalar.text } else { nil }
  }

  /// The group of this host whose members share stores and output folders; nil for none.
  public var sharedGroup: String? {
    let value = entries.first { $0.key == Self.sharedGroup }?.value
    return if case .scalar(let scalar) = value?.content { scalar.text } else { nil }
  }

  /// What it says as a recipe for a distribution would say it; nil for nothing.
  func settings(for distribution: String?) -> Node? {
    let install = entries.filter { !Self.notSettings.contains($0.key) }
      .compactMap { entry -> Node.Entry? in
        guard entry.key == "mirrors" else { return entry }
        guard case .mapping(let mirrors) = entry.value.content,
          let mirror = mirrors.first(where: { $0.key == distribution })
        else { return nil }
        return Node.Entry(key: "mirror", keyLocation: mirror.keyLocation, value: mirror.value)
      }
    var recipe = entries.filter { $0.key == Self.compression }
    if !install.isEmpty {
      let inner = Node(.mapping(install), location: location)
      recipe.append(Node.Entry(key: "install", keyLocation: location, value: inner))
    }
    return recipe.isEmpty ? nil : Node(.mapping(recipe), location: location)
  }
}
