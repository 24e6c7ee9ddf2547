import Families

/// dpkg's database of packages (`/var/lib/dpkg/status`; dpkg(1), PACKAGE STATES), read from the file alone.
public struct PackageStates {
  private let packages: [Installed]

  /// - Throws: `MediaError.malformed`.
  public init(_ status: [UInt8]) throws {
    var packages: [Installed] = []
    try forEachStanza(in: status, named: "/var/lib/dpkg/status") { stanza in
      if let package = Installed(stanza) { packages.append(package) }
    }
    self.packages = packages
  }

  /// What is installed, in dpkg's order.
  public var installed: [InstalledPackage] {
    packages.filter { $0.state == "installed" }.map {
      InstalledPackage(name: $0.name, version: $0.version, architecture: $0.architecture)
    }
  }

  /// What `dpkg --audit` and `apt-get check` would say: one line for each fault, sorted, such as `agent-x 1.0 is half-configured`.
  public var faults: [String] {
    var there: [String: [String]] = [:]
    for package in packages where package.isUnpacked {
      there[package.name, default: []].append(package.version)
      for item in package.provides { there[item.name, default: []].append(item.version ?? "") }
    }
    return packages.flatMap { $0.faults(among: there) }.sorted()
  }
}

/// One package that dpkg knows of.
private struct Installed {
  let name: String
  let version: String
  let architecture: String
  let state: String
  let needsReinstall: Bool
  let depends: [[Dependency]]
  let provides: [Dependency]

  init?(_ stanza: Stanza) {
    // `Status: WANTED FLAG STATE`, as in `install ok installed`.
    let words = (stanza.text(of: "Status") ?? "").split(separator: " ")
    guard let name = stanza.text(of: "Package"), words.count == 3 else { return nil }
    self.name = name
    version = stanza.text(of: "Version") ?? ""
    architecture = stanza.text(of: "Architecture") ?? ""
    state = String(words[2])
    needsReinstall = words[1] == "reinstreq"
    let fields = [stanza.text(of: "Pre-Depends"), stanza.text(of: "Depends")].compactMap(\.self)
    depends = fields.flatMap(Dependency.list)
    provides = Dependency.list(stanza.text(of: "Provides")).compactMap(\.first)
  }

  /// Whether its files are there: then others may depend on it, and it on others.
  var isUnpacked: Bool { !["not-installed", "config-files", "half-installed"].contains(state) }

  /// - Parameter there: the versions of each name, real or provided; one provided without a version has an empty one.
  func faults(among there: [String: [String]]) -> [String] {
    let subject = version.isEmpty ? name : "\(name) \(version)"
    var faults: [String] = []
    if !["installed", "config-files", "not-installed"].contains(state) {
      faults.append("\(subject) is \(state)")
    }
    if needsReinstall { faults.append("\(subject) must be installed again") }
    guard isUnpacked else { return faults }
    for alternatives in depends where !alternatives.contains(where: { $0.isMet(among: there) }) {
      let wanted = alternatives.map(\.description).joined(separator: " | ")
      faults.append("\(subject) depends on \(wanted), which is not there")
    }
    return faults
  }
}
