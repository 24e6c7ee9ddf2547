import Diagnostics
import Foundation
import Recipes
import Subprocess
import Testing

@testable import AnswerFiles

/// Every distribution that subiquity installs, with every variation, against the schemas of those who make the installer.
@Suite struct AutoinstallValidationTests {
  private static let distributions = Shipped.distributions.filter { name in
    (try? Shipped.appliance(name, Variation.all[0]).installer.kind) == .subiquity
  }
  private static let autoinstallSchema = Shipped.root + "/../shared/data/autoinstall-schema.json"
  /// Put there by `scripts/cloud-init-schema.sh`.
  private static let cloudConfigSchema = Shipped.root + "/.build/cloud-init/schema-cloud-config-v1.json"

  /// Arguments: schema, what to check: `autoinstall`, its `user-data`, or the whole. Standard input: the document.
  private static let validator = """
    import json, sys, jsonschema, yaml
    document = yaml.safe_load(sys.stdin)
    for key in sys.argv[2].split():
        document = document[key]
    with open(sys.argv[1]) as file:
        schema = json.load(file)
    for error in jsonschema.validators.validator_for(schema)(schema).iter_errors(document):
        print("/".join(map(str, error.absolute_path)) + ": " + error.message[:300])
    """

  private func errors(_ file: AnswerFile, _ schema: String, _ path: String) async throws -> String {
    let values: [Placeholder: String] = [
      .mirror: "http://mirror.example.org/ubuntu", .report: "http://10.0.2.2:1/t",
    ]
    let command = Command("/usr/bin/python3", ["-c", Self.validator, schema, path])
    let outcome = try await checked(command, input: Data(file.text(filling: values).utf8))
    return String(decoding: outcome.stdout, as: UTF8.self)
  }

  @Test func thereAreSome() {
    #expect(Self.distributions.count >= 4)
  }

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: autoinstallSchema),
      "no ../shared/data/autoinstall-schema.json"),
    arguments: distributions, Variation.all)
  func subiquitysSchemaAcceptsIt(_ name: String, _ variation: Variation) async throws {
    let file = try render(try Shipped.appliance(name, variation))
    #expect(try await errors(file, Self.autoinstallSchema, "autoinstall") == "")
    var wrong = file
    for index in wrong.lines.indices where wrong.lines[index].text == "  updates: all" {
      wrong.lines[index].text = "  updates: never"
    }
    let found = try await errors(wrong, Self.autoinstallSchema, "autoinstall")
    #expect(found == "updates: 'never' is not one of ['security', 'all']\n")
  }

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: cloudConfigSchema),
      "no .build/cloud-init; run scripts/cloud-init-schema.sh"
    ),
    arguments: distributions, Variation.all)
  func cloudInitsSchemaAcceptsIt(_ name: String, _ variation: Variation) async throws {
    let file = try render(try Shipped.appliance(name, variation))
    #expect(try await errors(file, Self.cloudConfigSchema, "") == "")
    #expect(try await errors(file, Self.cloudConfigSchema, "autoinstall user-data") == "")
  }

  @Test(arguments: distributions, Variation.all)
  func nothingIsWarnedOf(_ name: String, _ variation: Variation) throws {
    #expect(try render(try Shipped.appliance(name, variation)).warnings == [])
  }

  @Test(arguments: distributions, Variation.all)
  func whatWasRenderedIsRenderedTheSameAgain(_ name: String, _ variation: Variation) throws {
    let file = try render(try Shipped.appliance(name, variation))
    var problems: [Diagnostic] = []
    let text = file.text(filling: [:])
    let document = AutoinstallParser.document(.init(path: "user-data", text: text), &problems)
    #expect(problems == [])
    #expect(AutoinstallRenderer.lines(try #require(document)).map(\.text) == file.lines.map(\.text))
  }
}
