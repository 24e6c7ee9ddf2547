import Diagnostics
import Foundation
import Recipes
import Testing

@testable import AnswerFiles

@Suite struct OthersAnswerFilesTests {
  private static let accepted = OthersFile.accepted
  private static let refused = OthersFile.refused

  @Test(arguments: OthersFile.Family.allCases) func thereAreSome(of family: OthersFile.Family) {
    let accepted = Self.accepted.count { $0.family == family }
    let refused = Self.refused.count { $0.family == family }
    print("\(family): \(accepted) accepted, \(refused) refused")
    #expect(accepted >= 15 && refused >= 10)
  }

  @Test(arguments: accepted) func isAccepted(_ file: OthersFile) throws {
    let warnings = try render(file.appliance).warnings.map(\.description)
    let announced = file.announced("warned")
    for (line, text) in announced {
      #expect(
        warnings.contains { $0.hasPrefix("\(file.name):\(line):") && $0.contains(text) },
        "\(line): \(text) is not in \(warnings)")
    }
    if announced.isEmpty { #expect(warnings == []) }
  }

  @Test(arguments: refused) func isRefusedWithItsLine(_ file: OthersFile) throws {
    let expected = try #require(file.announced("expected").first)
    let found = problems(file.appliance)
    #expect(
      found.contains { $0.hasPrefix("\(file.name):\(expected.line):") && $0.contains(expected.text) },
      "\(found)")
  }

  /// Whatever a file says: no screen that waits, and the machine goes off.
  @Test(arguments: accepted.filter { $0.family == .kickstart }) func endsUnattended(_ file: OthersFile) throws
  {
    let lines = try render(file.appliance).lines.filter { !$0.isScript }.map(\.text)
    let waits: Set = ["graphical", "text", "vnc", "rdp", "reboot", "halt", "shutdown"]
    #expect(lines.count { $0 == "poweroff" } == 1 && lines.count { $0 == "cmdline" } == 1)
    #expect(!lines.contains { waits.contains(String($0.prefix { $0 != " " })) })
  }

  /// The result is a file that the release takes.
  @Test(arguments: accepted.filter { $0.family == .kickstart }) func readsBack(_ file: OthersFile) throws {
    let version = try #require(KickstartVersion(file.appliance.system))
    var problems: [Diagnostic] = []
    _ = KickstartParser.parse(try render(file.appliance).text(filling: [:]), version, &problems) {
      .answers(Location(file: "rendered", line: $0, column: $1))
    }
    #expect(problems.map(\.description) == [])
  }

  /// What debconf reads in the new system is what the installer has read.
  @Test(arguments: accepted.filter { $0.family == .preseed }) func debconfAcceptsIt(_ file: OthersFile) throws
  {
    let text = try render(file.appliance).text(filling: [:])
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
        let text = isAccepted ? try render(file.appliance).text(filling: Self.values) : file.text
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
