import Diagnostics
import Foundation
import Provisioners
import Recipes
import XML

@testable import AnswerFiles
@testable import Failures
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

  private func read(_ bytes: [UInt8], by handler: any XMLHandler) {
    try? readXML(bytes, "u", handler)
  }
}
