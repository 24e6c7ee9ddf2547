import Diagnostics
import YAML

/// Turns a merged value into an appliance, and looks up the files that it names.
struct ApplianceReader {
  let chain: [RecipeFile]
  let value: Value
  let sources: SourceReader
  let hostMirrors: [String: Sourced<String>]
  /// What is copied must fit on the disks.
  let diskLimit: SourceReader.Limit
  var diagnostics: [Diagnostic] = []
  /// The files looked up so far.
  private(set) var references: [Reference] = []

  init(_ value: Value, chain: [RecipeFile], sources: SourceReader, hostMirrors: [String: Sourced<String>]) {
    self.value = value
    self.chain = chain
    self.sources = sources
    self.hostMirrors = hostMirrors
    diskLimit = .disks(value["hardware"]?.list("disks").map { $0.size("size") } ?? [])
  }

  mutating func appliance() -> Appliance {
    let system = value["os"]
    return Appliance(
      name: value.string("name"),
      title: value["title"]?.text ?? value.string("name"),
      description: value.string("description"),
      version: value.string("version"),
      chain: links(),
      system: OperatingSystem(
        distribution: system?.string("distribution") ?? "",
        release: system?.string("release") ?? "",
        codename: system?.string("codename") ?? "",
        architecture: system?.string("arch") ?? "",
        endOfLife: system?["end_of_life"]?.text),
      installer: installer(),
      hardware: hardware(),
      install: InstallSettings(value["install"] ?? .nothing, certificates: certificates()),
      compression: value.choice("compression", else: .zstd), groups: value.strings("groups"),
      attributes: value.dictionary("attributes"),
      secrets: secrets(),
      buildMirror: buildMirror)
  }

  /// A site's or flag's mirror first, then what the host itself is set up with, then the first one of the media.
  var buildMirror: Sourced<String>? {
    if let mirror = value["install"]?.sourced("mirror") { return mirror }
    if let mirror = hostMirrors[value["os"]?.string("distribution") ?? ""] { return mirror }
    return value["installer"]?["media"]?.sourcedStrings("mirrors").first
  }

  private func hardware() -> Hardware {
    let hardware = value["hardware"] ?? .nothing
    let disks = hardware.list("disks").map { disk in
      Hardware.Disk(
        name: disk.string("name"), size: disk.size("size"),
        role: disk.choice("role", else: Hardware.Role.system))
    }
    return Hardware(
      cpus: hardware.integer("cpus"), memory: hardware.size("memory"),
      firmware: hardware.choice("firmware", else: .bios), disks: disks)
  }

  private mutating func secrets() -> [String: SecretSource] {
    guard let members = value["secrets"]?.members else { return [:] }
    var secrets: [String: SecretSource] = [:]
    for name in members.keys {
      guard let secret = members[name] else { continue }
      if let variable = secret["env"]?.text {
        secrets[name] = .environment(variable)
      } else if let file = secret["file"], let written = file.text {
        let path = FilePath.join(recipe(of: file).folder, written)
        secrets[name] = .file(path)
        if let fault = fault(ofSecret: path, written) {
          diagnostics.append(Diagnostic(fault, from: file.origin))
        }
      }
    }
    return secrets
  }

  private mutating func links() -> [Link] {
    var steps = [[Step]](repeating: [], count: chain.count)
    for (link, items) in Dictionary(grouping: value.list("packages"), by: \.link) {
      let names = items.compactMap { item in item.text.map { Sourced($0, from: item.origin) } }
      steps[link].append(.packages(names))
    }
    for item in value.list("files") {
      if let step = fileStep(item) { steps[item.link].append(.file(step)) }
    }
    for item in value.list("provision") {
      if let step = scriptStep(item) { steps[item.link].append(.script(step)) }
    }
    return zip(chain, steps).map { Link(recipe: $0.name, file: $0.file, steps: $1) }
  }

  private mutating func fileStep(_ item: Value) -> FileStep? {
    guard let written = item["source"] else { return nil }
    let limit = diskLimit
    let source = attempt(written) { (path, recipe, sources) throws(SourceReader.Fault) in
      try sources.source(path, of: recipe, .fileOrFolder, limit: limit)
    }
    guard let source else { return nil }
    let step = FileStep(
      source: source, destination: destination(item, of: source),
      mode: item["mode"]?.text.flatMap { UInt16($0, radix: 8) },
      owner: item["owner"]?.text, location: item.location)
    check(step, written)
    return step
  }

  /// Where a step copies to, without a slash at the end, which only a folder may have.
  private mutating func destination(_ item: Value, of source: Source) -> String {
    let written = item.string("to")
    var path = written[...]
    while path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
    if case .file = source.content, path != written, let to = item["to"] {
      let name = source.path.split(separator: "/").last ?? ""
      diagnostics.append(
        Diagnostic(
          "'to: \(written)' is a folder and '\(source.written)' a file: name the file, such as '\(path)/\(name)'",
          from: to.origin))
    }
    return path.isEmpty ? "/" : String(path)
  }

  private mutating func scriptStep(_ item: Value) -> ScriptStep? {
    guard let written = item["script"] else { return nil }
    let source = attempt(written) { (path, recipe, sources) throws(SourceReader.Fault) in
      try sources.source(path, of: recipe, .file, limit: .script)
    }
    guard let source else { return nil }
    let step = ScriptStep(
      source: source, arguments: item.strings("arguments"), environment: item.dictionary("env"),
      secrets: item.strings("secrets"), location: item.location)
    check(step)
    return step
  }

  /// Looks up a written path from the folder of the recipe that wrote it, and reports when that fails.
  mutating func attempt<Found>(
    _ written: Value,
    _ look: (String, RecipeFile, SourceReader) throws(SourceReader.Fault) -> Found
  ) -> Found? {
    guard let path = written.text else { return nil }
    let recipe = recipe(of: written)
    references.append(Reference(path: path, recipe: recipe.name, origin: written.origin))
    do {
      return try look(path, recipe, sources)
    } catch {
      diagnostics.append(Diagnostic(error.message, from: written.origin))
      return nil
    }
  }

  private func recipe(of value: Value) -> RecipeFile { chain[value.link] }
}

extension Value {
  /// Stands for what was not written at all.
  static let nothing = Value(content: .map(Members()), origin: .standard)

  /// The place of a step; a flag's text stands for its file.
  fileprivate var location: Location {
    switch origin {
    case .recipe(let location), .site(let location), .answers(let location): location
    case .flag(let text), .host(let text): Location(file: text, line: 1, column: 1)
    case .standard: Location(file: "", line: 1, column: 1)
    }
  }
}
