import Recipes
import Testing

@testable import AnswerFiles

@Suite struct AnswerFileTests {
  private let values: [Placeholder: String] = [
    .answers: "http://10.0.2.2:4711/t0ken/answers", .report: "http://10.0.2.2:4711/t0ken",
    .mirrorHost: "10.0.2.2:4711", .mirrorDirectory: "/t0ken/debian", .proxy: "",
    .packages: "python3-cffi-backend",
  ]

  @Test func everyPlaceholderIsFilled() throws {
    let file = try render(try everything())
    let text = file.text(filling: values) + file.bootArguments(filling: values).joined()
    #expect(!text.contains("@KILN_"))
    #expect(text.contains("d-i mirror/http/hostname string 10.0.2.2:4711\n"))
    #expect(text.contains("--post-data= http://10.0.2.2:4711/t0ken/phase/$1"))
    #expect(text.contains("--post-file=/var/log/syslog http://10.0.2.2:4711/t0ken/log;;"))
  }

  @Test func theKeyKnowsNothingOfOneBuild() throws {
    let file = try render(try everything())
    for value in values.values where !value.isEmpty { #expect(!file.keyText.contains(value)) }
    // The other families' own.
    let unused: [Placeholder] = [.answersFolder, .mirror]
    for placeholder in Placeholder.allCases where !unused.contains(placeholder) {
      #expect(file.keyText.contains(placeholder.rawValue))
    }
  }

  @Test func commentsAreNotInTheKeyAndAllElseIs() throws {
    func key(_ text: String, _ change: (inout Appliance) -> Void = { _ in }) throws -> String {
      try render(
        debian {
          $0.installer.booted.answers = partial(text)
          change(&$0)
        }
      ).keyText
    }
    let plain = try key("d-i a/b string x\n")
    #expect(try key("# why\n\nd-i a/b string x\n") == plain)
    #expect(try key("d-i a/b string y\n") != plain)
    #expect(try key("d-i a/b string x\n") { $0.install.timezone.value = "Europe/Prague" } != plain)
    #expect(try key("d-i a/b string x\n") { $0.installer.booted.kernelArguments = [at(8, "quiet")] } != plain)
    #expect(
      try key("d-i a/b string x\n") { $0.install.mirror = at(8, "http://m.example.org/debian") } != plain)
  }

  @Test func theInstallerIsToldWhereToFetchItAndItsName() throws {
    let file = try render(try everything())
    #expect(
      file.bootArguments(filling: values) == [
        "auto=true", "priority=critical", "preseed/url=http://10.0.2.2:4711/t0ken/answers", "hostname=web",
        "domain=example.org", "ipv6.disable=1",
      ])
    #expect(try render(debian()).bootArguments.last == "hostname=debian")
  }

  @Test func debconfAcceptsIt() throws {
    let file = try render(try everything())
    try withFolder { folder in
      let preseed = folder.appending(path: "preseed.cfg")
      try file.text(filling: values).write(to: preseed, atomically: true, encoding: .utf8)
      let result = try execute(["debconf-set-selections", "--checkonly", preseed.path])
      #expect(result.output == "")
      #expect(result.status == 0)
    }
  }
}
