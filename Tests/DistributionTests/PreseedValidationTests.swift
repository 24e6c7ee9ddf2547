import Diagnostics
import Foundation
import Recipes
import Subprocess
import Testing

@testable import AnswerFiles

/// Every preseed that is rendered or shipped, held against debconf and against our own reader.
@Suite struct PreseedValidationTests {
  /// A distribution that debian-installer installs, with a variation.
  struct Case: Sendable, CustomTestStringConvertible {
    let distribution: String
    let variation: Variation

    var testDescription: String { "\(distribution), \(variation.name)" }

    func render() throws -> String { try file().text(filling: [:]) }

    func file() throws -> AnswerFile {
      try AnswerFiles.render(try Shipped.appliance(distribution, variation))
    }
  }

  static let cases = Shipped.distributions.filter { name in
    (try? Shipped.appliance(name, Variation.all[0]))?.installer.kind == .debianInstaller
  }.flatMap { name in Variation.all.map { Case(distribution: name, variation: $0) } }

  private static let kickstart = Shipped.root + "/kickstart"
  static let partials =
    try? FileManager.default.contentsOfDirectory(atPath: kickstart).filter { $0.hasSuffix(".preseed") }
    .sorted()

  @Test func debianIsAmongThem() {
    let names = Set(Self.cases.map(\.distribution))
    #expect(names.isSuperset(of: ["debian-11", "debian-12", "debian-13", "debian-13-aarch64"]))
    #expect(Self.partials?.contains("debian.preseed") == true)
  }

  @Test(arguments: cases) func debconfAcceptsIt(_ example: Case) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(Self.debconf(in: folder.path).utf8).write(to: folder.appendingPathComponent("debconf.conf"))
    let file = folder.appendingPathComponent("preseed.cfg").path
    try Data(try example.render().utf8).write(to: URL(filePath: file))
    let result = try await run(
      Command(
        "debconf-set-selections", ["--checkonly", file],
        environment: ["DEBCONF_SYSTEMRC": folder.appendingPathComponent("debconf.conf").path]))
    #expect(result.lastLines() == [])
    #expect(result.status == .exited(0))
  }

  /// debconf.conf(5): a database of its own, for that of the host is locked while another test looks at it.
  private static func debconf(in folder: String) -> String {
    """
    Config: configdb
    Templates: templatesdb

    Name: configdb
    Driver: File
    Filename: \(folder)/config.dat

    Name: templatesdb
    Driver: File
    Filename: \(folder)/templates.dat
    """
  }

  @Test(arguments: cases) func nothingIsWarnedOf(_ example: Case) throws {
    #expect(try example.file().warnings == [])
  }

  /// All that Kiln answers itself is a question of the installer, and answered as its template wants.
  @Test(arguments: cases) func theTemplatesKnowIt(_ example: Case) throws {
    var problems: [Diagnostic] = []
    let preseed = PreseedParser.parse(try example.render(), &problems) { _, _ in .standard }
    for directive in preseed.directives { #expect(DebconfFinding.of(directive) == nil) }
  }

  @Test(arguments: cases) func whatIsRenderedReadsBackTheSame(_ example: Case) throws {
    let text = try example.render()
    try expectTheSame(text)
  }

  @Test(arguments: partials ?? []) func partialFilesReadBackTheSame(_ name: String) throws {
    try expectTheSame(try String(contentsOfFile: "\(Self.kickstart)/\(name)", encoding: .utf8))
  }

  private func expectTheSame(_ text: String) throws {
    var problems: [Diagnostic] = []
    let preseed = PreseedParser.parse(text, &problems) { _, _ in .standard }
    #expect(problems.isEmpty)
    #expect(preseed.lines.map { $0.text + "\n" }.joined() == text)
    #expect(!preseed.directives.isEmpty)
  }
}
