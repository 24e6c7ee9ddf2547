public import Diagnostics
import YAML

/// Turns a merged value into an appliance, and looks up the files that it names.
public struct ApplianceReader {
  let lineage: Lineage
  let value: Value
  /// `install`, parted between the root and the layers of derived recipes.
  private let settings: SettingsSplit
  let sources: SourceReader
  private let provisioners: ProvisionerRegistry
  let hostMirrors: [String: Sourced<String>]
  /// What OVAs are signed with, as the site says.
  let siteOVASigning: OVASigning?
  /// Where archives of snapshots are, by distribution, as the site says.
  let siteSnapshots: [String: HTTPAddress]
  /// The environment's `SOURCE_DATE_EPOCH`.
  let epoch: Int64?
  /// Whether validation found nothing; else stand-ins are read in the place of what it found.
  let isWellFormed: Bool
  /// What is copied must fit on the disks.
  let diskLimit: SourceReader.Limit
  var diagnostics: [Diagnostic] = []
  /// What is probably wrong, and yet may be meant so.
  private(set) var doubts: [Diagnostic] = []
  /// The files looked up so far.
  private(set) var references: [Reference] = []
  /// The certificates read so far, for each names a file in the image.
  var certificates: [Sourced<Certificate>] = []

  init(
    _ value: Value, settings: SettingsSplit, lineage: Lineage, sources: SourceReader,
    provisioners: ProvisionerRegistry,
    hostMirrors: [String: Sourced<String>], siteSnapshots: [String: HTTPAddress], siteOVASigning: OVASigning?,
    epoch: Int64?,
    isWellFormed: Bool
  ) {
    self.value = value
    self.settings = settings
    self.lineage = lineage
    self.sources = sources
    self.provisioners = provisioners
    self.hostMirrors = hostMirrors
    self.siteSnapshots = siteSnapshots
    self.siteOVASigning = siteOVASigning
    self.epoch = epoch
    self.isWellFormed = isWellFormed
    diskLimit = .disks(value["hardware"]?.list("disks").map { $0.size("size") } ?? [])
    certificates = lineage.base?.appliance.install.certificates ?? []
  }

  /// The recipe that is read.
  var recipe: RecipeFile? { lineage.recipes.last }

  mutating func appliance() -> Appliance {
    checkSnapshot()
    let formats = formats()
    return Appliance(
      name: value.string("name"),
      title: value["title"]?.text ?? value.string("name"),
      description: value.string("description"),
      version: value.string("version"),
      chain: links(),
      system: lineage.base?.appliance.system ?? system,
      installer: lineage.base?.appliance.installer ?? installer(),
      hardware: hardware(),
      install: lineage.base?.appliance.install ?? install(),
      pin: pin, formats: formats, compression: value.choice("compression", else: .zstd),
      qcow2Compat: qcow2Compat(),
      seal: value.choice("seal", else: .copied),
      ovaSigning: formats.contains(where: \.isOVA) ? siteOVASigning : nil,
      groups: value.strings("groups"),
      attributes: value.dictionary("attributes"),
      secrets: secrets(),
      buildMirror: buildMirror, test: imageTest(), residue: residueAllowances, base: lineage.base?.base,
      values: value)
  }

  private var system: OperatingSystem {
    let system = value["os"]
    return OperatingSystem(
      distribution: system?.string("distribution") ?? "",
      release: system?.string("release") ?? "",
      codename: system?.string("codename") ?? "",
      architecture: system?.string("arch") ?? "",
      endOfLife: system?["end_of_life"]?.text)
  }

  private mutating func install() -> InstallSettings {
    InstallSettings(
      settings.root, storage: storage(), certificates: readCertificates(of: settings.root))
  }

  /// A snapshot before all, then a site's or flag's mirror, then what the host itself is set up with, then the first one of the
  /// media.
  var buildMirror: Sourced<String>? {
    if let snapshot = pin?.snapshot, let written = value["installer"]?["snapshot"] {
      return Sourced(snapshot.archive, from: written.origin)
    }
    if let mirror = value["install"]?.sourced("mirror") { return mirror }
    if let mirror = hostMirrors[value["os"]?.string("distribution") ?? ""] { return mirror }
    return value["installer"]?["media"]?.sourcedStrings("mirrors").first
  }

  private mutating func secrets() -> [String: SecretSource] {
    guard let members = value["secrets"]?.members else { return [:] }
    var secrets: [String: SecretSource] = [:]
    for name in members.keys {
      guard let secret = members[name] else { continue }
      if let variable = secret["env"]?.text {
        secrets[name] = .environment(variable)
      } else if let file = secret["file"], let written = file.text {
        guard let recipe = lineage.recipe(of: file) else {
          secrets[name] = lineage.base?.appliance.secrets[name]
          continue
        }
        let path = FilePath.join(recipe.folder, written)
        secrets[name] = .file(path)
        if let fault = fault(ofSecret: path, written) {
          diagnostics.append(Diagnostic(fault, from: file.origin))
        }
      }
    }
    return secrets
  }

  /// A secret's file need not be there until an image is built; what is there must be a file.
  private func fault(ofSecret path: String, _ written: String) -> String? {
    guard let status = try? HostFile.status(path) else { return nil }
    switch status.kind {
    case .file where status.size <= SourceReader.Limit.text.bytes: return nil
    case .file: return "'\(written)' has \(ByteSize.text(UInt64(status.size))), and a secret may have 1 MiB"
    case .folder: return "'\(written)' is a folder, where the file of a secret is needed"
    case .other: return "'\(written)' is not a regular file: reading it might never end"
    }
  }

  /// The steps of a release's own links are what they were.
  private mutating func links() -> [Link] {
    let offset = lineage.offset
    var steps = [[Step]](repeating: [], count: lineage.recipes.count)
    for kind in provisioners.kinds {
      let written = Dictionary(grouping: kind.hasShortForm ? value.list(kind.name) : [], by: \.link)
      for index in steps.indices {
        let set = settings.derived[offset + index]
        let items =
          (kind.installKeys[kind.name] == nil ? [] : set.list(kind.name))
          + written[offset + index, default: []]
        if let first = items.first {
          let list = Value(content: .list(items), origin: first.origin, link: first.link)
          steps[index] += kind.steps(.item(kind.name, list), &self)
        }
        if let members = set.holding(kind.installKeys.keys.filter { $0 != kind.name }) {
          steps[index] += kind.steps(.item(kind.name, members), &self)
        }
      }
    }
    for item in value.list("provision") where item.link >= offset {
      steps[item.link - offset] += provisioners.kind(of: item)?.steps(item, &self) ?? []
    }
    return (lineage.base?.appliance.chain ?? [])
      + zip(lineage.recipes, steps).map { Link(recipe: $0.name, file: $0.file, digest: $0.digest, steps: $1) }
  }

  /// Looks up a written path from the folder of the recipe that wrote it, and reports when that fails.
  mutating func attempt<Found>(
    _ written: Value,
    _ look: (String, RecipeFile, SourceReader) throws(SourceReader.Fault) -> Found
  ) -> Found? {
    guard let path = written.text, let recipe = lineage.recipe(of: written) else { return nil }
    references.append(Reference(path: path, recipe: recipe.name, origin: written.origin))
    do {
      return try look(path, recipe, sources)
    } catch {
      diagnostics.append(Diagnostic(error.message, from: written.origin))
      return nil
    }
  }

  /// Reports what cannot stand together; of stand-ins nothing is to be said.
  mutating func reportConflict(_ message: String, at origin: Origin) {
    if isWellFormed { report(message, at: origin) }
  }
}

extension Value {
  /// Stands for what was not written at all.
  static let nothing = Value(content: .map(Members()), origin: .standard)

  /// An item of `provision` that says what one recipe's part of a short form, or of `install`, says.
  fileprivate static func item(_ key: String, _ value: Value) -> Value {
    var members = Members()
    members.set(key, value)
    return Value(content: .map(members), origin: value.origin, link: value.link)
  }

  /// With some of its members only; nil where it has none of them.
  fileprivate func holding(_ keys: [String]) -> Value? {
    var held = Members()
    for key in members?.keys ?? [] where keys.contains(key) {
      if let member = self[key] { held.set(key, member) }
    }
    guard let first = held.keys.first.flatMap({ held[$0] }) else { return nil }
    return Value(content: .map(held), origin: first.origin, link: first.link)
  }
}

/// What kinds of provisioner read their items with.
extension ApplianceReader {
  /// A file or folder beside a recipe that fits on the disks; nil, and reported, where there is none.
  public mutating func fileOrFolder(_ written: Value) -> Source? {
    let limit = diskLimit
    return attempt(written) { (path, recipe, sources) throws(SourceReader.Fault) in
      try sources.source(path, of: recipe, .fileOrFolder, limit: limit)
    }
  }

  /// A program beside a recipe; nil, and reported, where there is none.
  public mutating func program(_ written: Value) -> Source? {
    attempt(written) { (path, recipe, sources) throws(SourceReader.Fault) in
      try sources.source(path, of: recipe, .file, limit: .script)
    }
  }

  /// Settings of an installed system, as they are written under `install`.
  public mutating func settings(_ written: Value) -> SystemSettings {
    SystemSettings(written, certificates: readCertificates(of: written))
  }

  /// What would keep a program from being run in the image; nil for nothing.
  public func problem(ofProgram source: Source) -> ProgramHead.Problem? {
    guard let head = sources.head(of: source.path) else { return nil }
    guard let processor = value["os"]?["arch"]?.text else { return head.problem }
    return head.problem(on: processor)
  }

  /// The names under `secrets`.
  public var declaredSecrets: [String] { value["secrets"]?.members?.keys ?? [] }

  /// Whether a program is text that does not say what is to read it.
  public func lacksInterpreter(_ source: Source) -> Bool {
    guard let head = sources.head(of: source.path) else { return false }
    return head.problem == nil && head.interpreter == nil && head.architecture == nil
  }

  /// The first line of a script that ends with a carriage return, where nothing worse is wrong with it; nil for none.
  public func carriageReturnLine(of source: Source) -> Int? {
    guard let head = sources.head(of: source.path), head.problem == nil else { return nil }
    return head.carriageReturnLine
  }

  /// Tells of an account that the image will probably not have: one that is nearly called as a usual one is.
  public mutating func doubt(account: String, at origin: Origin) {
    let own = (value["install"]?.list("users") ?? []).flatMap { [$0.string("name")] + $0.strings("groups") }
    guard let message = KnownAccounts.doubt(account, own: Set(own)) else { return }
    doubts.append(Diagnostic(message, from: origin))
  }

  /// Tells of what is probably wrong, and yet may be meant so.
  public mutating func doubt(_ message: String, at place: Location) {
    doubts.append(Diagnostic(message, at: place))
  }

  /// Reports what is wrong with what somebody wrote.
  public mutating func report(_ message: String, at origin: Origin) {
    diagnostics.append(Diagnostic(message, from: origin))
  }

  /// Reports what is wrong with a file that a recipe names.
  public mutating func report(_ message: String, at place: Location) {
    diagnostics.append(Diagnostic(message, at: place))
  }
}
