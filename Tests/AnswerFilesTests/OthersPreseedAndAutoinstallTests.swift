import Diagnostics
import Foundation
import Recipes
import Testing

@testable import AnswerFiles

/// Files such as others write for plain installers: `Accepted/FAMILY` and `Refused/FAMILY` beside this one.
///
/// A comment `# expected: LINE: TEXT` tells what a refused one is refused for, `# warned: LINE: TEXT` what an accepted one is
/// warned of; one without the latter is accepted without a word.
@Suite struct OthersPreseedAndAutoinstallTests {
  enum Family: String, CaseIterable {
    case preseed, autoinstall

    func appliance(_ file: OthersFile) -> Appliance {
      let answers = Installer.PartialAnswers(path: file.name, text: file.text)
      switch self {
      case .preseed: return debian { $0.installer.booted.answers = answers }
      case .autoinstall: return ubuntu { $0.installer.booted.answers = answers }
      }
    }
  }

  struct OthersFile: Sendable, CustomTestStringConvertible {
    let family: Family
    let name: String
    let text: String

    var testDescription: String { "\(family)/\(name)" }

    static func all(_ outcome: String) -> [OthersFile] {
      Family.allCases.flatMap { family in
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
          path: "\(outcome)/\(family)")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().compactMap { name in
          (try? String(contentsOf: folder.appending(path: name), encoding: .utf8))
            .map { OthersFile(family: family, name: name, text: $0) }
        }
      }
    }

    /// The lines of the file that are announced, each with the text that is to be said of it.
    func announced(_ mark: String) -> [(line: String, text: String)] {
      text.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("# \(mark): ") }.map { line in
        let parts = line.dropFirst(mark.count + 4).split(separator: ": ", maxSplits: 1)
        return (String(parts[0]), String(parts.last ?? ""))
      }
    }
  }

  private static let accepted = OthersFile.all("Accepted")
  private static let refused = OthersFile.all("Refused")

  @Test func thereAreSome() {
    for family in Family.allCases {
      let (accepted, refused) = (Self.accepted, Self.refused)
      let counts = (accepted.count { $0.family == family }, refused.count { $0.family == family })
      print("\(family): \(counts.0) accepted, \(counts.1) refused")
      #expect(counts.0 >= (family == .preseed ? 20 : 15) && counts.1 >= 10)
    }
  }

  @Test(arguments: accepted) func isAccepted(_ file: OthersFile) throws {
    let warnings = try render(file.family.appliance(file)).warnings.map(\.description)
    let announced = file.announced("warned")
    for (line, text) in announced {
      #expect(warnings.contains { $0.hasPrefix("\(file.name):\(line):") && $0.contains(text) }, "\(warnings)")
    }
    if announced.isEmpty { #expect(warnings == []) }
  }

  @Test(arguments: refused) func isRefusedWithItsLine(_ file: OthersFile) throws {
    let expected = try #require(file.announced("expected").first)
    let found = problems(file.family.appliance(file))
    #expect(
      found.contains { $0.hasPrefix("\(file.name):\(expected.line):") && $0.contains(expected.text) },
      "\(found)")
  }

  /// What debconf reads in the new system is what the installer has read.
  @Test(arguments: accepted.filter { $0.family == .preseed }) func debconfAcceptsIt(_ file: OthersFile) throws
  {
    let text = try render(file.family.appliance(file)).text(filling: [:])
    try withFolder { folder in
      let preseed = folder.appending(path: "preseed.cfg")
      try text.write(to: preseed, atomically: true, encoding: .utf8)
      // A database of its own: that of the host is locked while another test looks at it.
      let database = """
        Config: config
        Templates: templates

        Name: config
        Driver: File
        Filename: \(folder.path)/config.dat

        Name: templates
        Driver: File
        Filename: \(folder.path)/templates.dat
        """
      let configuration = folder.appending(path: "debconf.conf")
      try database.write(to: configuration, atomically: true, encoding: .utf8)
      let result = try execute(
        ["debconf-set-selections", "--checkonly", preseed.path],
        environment: ["DEBCONF_SYSTEMRC": configuration.path])
      #expect(result.status == 0, "\(result.output)")
    }
  }

  /// The same schema, applied by another program.
  @Test func anotherValidatorAgrees() throws {
    let files = (Self.accepted.map { ($0, true) } + Self.refused.map { ($0, false) }).filter {
      $0.0.family == .autoinstall
    }
    try withFolder { folder in
      try AutoinstallSchema.text.write(
        to: folder.appending(path: "schema.json"), atomically: true, encoding: .utf8)
      for (file, isAccepted) in files {
        let text = isAccepted ? try render(file.family.appliance(file)).text(filling: Self.values) : file.text
        let name = "\(isAccepted ? "accepted" : "refused")-\(file.name)"
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
      }
      let result = try execute(["/usr/bin/python3", "-c", Self.validator, folder.path])
      let told = Set(result.output.split(separator: "\n").map(String.init))
      // These are refused for more than the schema.
      let others: Set = ["refused-interactive.yaml", "refused-nothing.yaml", "refused-other-file.yaml"]
      #expect(
        told == Set(files.filter { !$0.1 }.map { "refused-\($0.0.name)" }).subtracting(others),
        "\(result.output)")
    }
  }

  private static let values: [Placeholder: String] = [
    .mirror: "http://mirror.example.org/ubuntu", .report: "http://10.0.2.2:1/t",
  ]

  /// Prints the names of the files in a folder that its schema does not accept.
  private static let validator = """
    import glob, json, os, sys, jsonschema, yaml
    schema = json.load(open(sys.argv[1] + "/schema.json"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    for path in sorted(glob.glob(sys.argv[1] + "/*.yaml")):
        document = yaml.safe_load(open(path))
        if document is None: continue
        document = document.get("autoinstall", document)
        if "version" in document and list(validator.iter_errors(document)):
            print(os.path.basename(path))
    """
}
