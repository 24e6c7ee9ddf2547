import Diagnostics
import Foundation
import Provisioners
import Recipes
import XML

@testable import AnswerFiles
@testable import Failures
@testable import Images
@testable import Machine
@testable import Media
@testable import Recipes
@testable import Roots

/// A loader of text or bytes that others write. What it refuses is its own affair; it must end, and must not trap.
///
/// The raw value is the folder of its corpus.
enum Loader: String, CaseIterable {
  case recipe, site, preseed, kickstart, autoinstall, release, packages, repomd, primary, updateinfo, ovf,
    program
  case checksums
  case fatalTexts = "fatal-texts"
  case component, copyright, vulnerabilities
  case rpmDatabase = "rpm-database"

  /// - Parameter folder: for a file of its own; nothing else is in it.
  func load(_ bytes: [UInt8], in folder: String) {
    let text = String(decoding: bytes, as: UTF8.self)
    switch self {
    case .recipe: try? loadRecipe(bytes, in: folder)
    case .site: try? loadSite(bytes, in: folder)
    case .preseed, .kickstart, .autoinstall: loadAnswers(text)
    case .release: _ = try? Release(bytes, url: "u")
    case .packages:
      try? forEachStanza(in: bytes, named: "u") { stanza in _ = try? Package(stanza, index: "u") }
    case .repomd: _ = try? RepositoryContents(bytes, url: "u")
    case .primary: read(bytes, by: PrimaryReader(names: ["a"]))
    case .updateinfo: read(bytes, by: UpdateInfoReader(names: ["a"]))
    case .ovf: _ = try? OVF.disks(bytes, name: "u")
    case .program: _ = ProgramHead(bytes)
    case .checksums: _ = ChecksumLines(bytes)
    case .component: loadComponent(bytes)
    case .copyright: _ = CopyrightFile.license(text)
    case .vulnerabilities: loadVulnerabilities(bytes)
    case .rpmDatabase:
      for name in ["rpmdb.sqlite", "Packages"] {
        _ = RPMDatabase.packages(["/var/lib/rpm/\(name)": bytes], in: ImageContents(files: [:]))
      }
    case .fatalTexts:
      var reading = FatalTextReading()
      _ = reading.texts(in: bytes, file: "f")
    }
  }

  /// As far as `kiln answers` goes.
  private func loadRecipe(_ bytes: [UInt8], in folder: String) throws {
    try Data(bytes).write(to: URL(filePath: "\(folder)/r.yaml"))
    let library = Library(folders: [folder], shipped: nil, provisioners: .all)
    let resolver = Resolver(library)
    for recipe in library.recipes {
      if case .success(let appliance) = resolver.resolve(recipe.name) {
        _ = try? AnswerFiles.render(appliance)
      }
    }
  }

  private func loadSite(_ bytes: [UInt8], in folder: String) throws {
    try Data(bytes).write(to: URL(filePath: "\(folder)/site.yaml"))
    _ = try? SiteFile(path: "\(folder)/site.yaml").installTimeouts
  }

  private func loadAnswers(_ text: String) {
    var problems: [Diagnostic] = []
    switch self {
    case .preseed: _ = PreseedParser.parse(text, &problems) { _, _ in .standard }
    case .kickstart:
      let system = OperatingSystem(
        distribution: "rocky", release: "9", codename: "", architecture: "x86_64")
      guard let version = KickstartVersion(system) else { return }
      _ = KickstartParser.parse(text, version, &problems) { _, _ in .standard }
    default:
      let partial = Installer.PartialAnswers(path: "a", text: text)
      _ = AutoinstallParser.document(partial, &problems).map { AutoinstallEmitter.lines($0) }
    }
  }

  private func loadComponent(_ bytes: [UInt8]) {
    let file = ContentsFile(kind: .file, mode: 0o755, size: UInt64(bytes.count))
    for path in [
      "/opt/a", "/opt/a.jar", "/opt/a.dist-info/METADATA", "/opt/specifications/a.gemspec",
      "/opt/package.json",
    ] {
      _ = ComponentReader.components(Data(bytes), at: path, file)
    }
  }

  private func loadVulnerabilities(_ bytes: [UInt8]) {
    let bill = BillOfMaterials(
      subject: BillOfMaterials.Subject(name: "a", version: nil, digest: "", created: .distantPast),
      system: BillOfMaterials.System(id: "debian", version: "13", codename: "trixie", name: "Debian"),
      packageFormat: "deb",
      packages: [BillOfMaterials.Package(name: "bash", version: "5.2-1", architecture: "amd64")])
    var audit = VulnerabilityAudit(bill)
    try? audit.add(bytes, name: "u")
    _ = audit.vulnerabilities
    _ = try? BillOfMaterials(cycloneDX: bytes, name: "u")
  }

  private func read(_ bytes: [UInt8], by handler: any XMLHandler) {
    try? readXML(bytes, "u", handler)
  }
}
