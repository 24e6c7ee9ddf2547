import Diagnostics
import Foundation
import Recipes
import Testing
import YAML

@testable import AnswerFiles

private func parse(
  _ text: String, _ release: String = "9.6"
) throws -> (kickstart: Kickstart, problems: [String]) {
  let version = try #require(KickstartVersion(rocky(release).system))
  var problems: [Diagnostic] = []
  let kickstart = KickstartParser.parse(text, version, &problems) {
    .answers(Location(file: "a.ks", line: $0, column: $1))
  }
  return (kickstart, problems.map(\.description))
}

@Suite struct KickstartParserTests {
  @Test func readsCommandsAndSections() throws {
    let (kickstart, problems) = try parse(
      "# x\nlang 'en_US' # y\n\n%packages --excludedocs\n@core\n# z\n%end\n%post\ncat <<E\n%f\nE\n%end\n")
    #expect(problems.isEmpty)
    #expect(kickstart.commands.map(\.words) == [["lang", "en_US"]])
    #expect(kickstart.sections.map(\.name) == ["%packages", "%post"])
    #expect(kickstart.sections.map { $0.body.map(\.text) } == [["@core", "# z"], ["cat <<E", "%f", "E"]])
    #expect(kickstart.sections.last?.body.last?.origin.description == "a.ks:11:1")
  }

  @Test(arguments: [
    "", "\n", "# only\n", "lang  en_US # c\n", "  text\n%pre --log=/x \n  y \\\n\n%end # e\n\n#\n",
  ]) func keepsEveryByte(_ text: String) throws {
    #expect(try parse(text).kickstart.lines.map { $0.text + "\n" }.joined() == text)
  }

  @Test(arguments: try shippedKickstarts()) func shippedFilesAreReadAndKept(_ file: URL) throws {
    let text = try String(contentsOf: file, encoding: .utf8)
    for release in ["7.9", "8.10", "9.6", "10.2"] {
      let (kickstart, problems) = try parse(text, release)
      #expect(problems.isEmpty)
      #expect(!kickstart.commands.isEmpty)
      #expect(kickstart.lines.map { $0.text + "\n" }.joined() == text)
    }
  }

  @Test(arguments: [
    ("\nlang 'x\n", "2:6: this quote is not closed"),
    ("part / \\\n", #"1:8: a line ends a command; '\' does not continue it"#),
    ("  lnag x\n", "1:3: unknown command 'lnag'"),
    ("lang a\ntext\nlang b\n", "3:1: 'lang' is on line 1 already"),
    ("%pre\nx\n", "1:1: '%pre' lacks its '%end'"),
    ("%pre\nx\n%post\n%end\n", "1:1: '%pre' lacks its '%end'"),
    ("text\n%end\n", "2:1: '%end' ends no section"),
    (
      "%per\n%end\n",
      "1:1: unknown section '%per'; known are %addon, %anaconda, %certificate, %onerror, %packages, %post, %pre,"
        + " %pre-install, %traceback"
    ),
    (
      "%include /tmp/x\n", "1:1: '%include' would fetch lines that Kiln does not see; write them here"
    ),
    (
      "%post\n  %include /tmp/x\n%end\n",
      "2:3: '%include' would fetch lines that Kiln does not see; write them here"
    ),
    (
      "%ksappend http://example.org\n",
      "1:1: '%ksappend' would fetch lines that Kiln does not see; write them here"
    ),
    ("lang x\u{1B}\n", "1:7: control character; only tabs and line ends may stand here"),
    ("%post\nx\r\n%end\n", "2:2: control character; only tabs and line ends may stand here"),
  ]) func saysWhatIsWrongAndWhere(_ text: String, _ problem: String) throws {
    #expect(try parse(text).problems == ["a.ks:\(problem)"])
  }

  @Test(arguments: [
    ("install\n", "8.10", "1:1: RHEL 8 does not read 'install'; leave it out"),
    ("auth --x\n", "10", "1:1: RHEL 10 does not read 'auth'; use 'authselect'"),
    ("authselect x\n", "7.9", "1:1: RHEL 7 does not read 'authselect'; use 'authconfig'"),
    ("timezone --isUtc UTC\n", "9.6", "1:10: RHEL 9 does not read 'timezone --isUtc'; use '--utc'"),
    (
      "timezone UTC --ntpservers=a\n", "9.6",
      "1:14: RHEL 9 does not read 'timezone --ntpservers'; use 'timesource --ntp-server'"
    ),
    (
      "timesource --ntp-server=a\n", "8.10",
      "1:1: RHEL 8 does not read 'timesource'; use 'timezone --ntpservers'"
    ),
    (
      "repo --name=a --ignoregroups=true\n", "9.6",
      "1:15: RHEL 9 does not read 'repo --ignoregroups'; leave it out"
    ),
    ("btrfs / a\n", "8.10", "1:1: RHEL 8 has no btrfs; use another file system"),
    ("%traceback\n%end\n", "9.6", "1:1: RHEL 9 does not read '%traceback'; use '%onerror'"),
    (
      "%packages --instLangs=en\n%end\n", "9.6",
      "1:11: RHEL 9 does not read '%packages --instLangs'; use '--inst-langs'"
    ),
  ]) func whatAVersionDroppedIsRefusedByName(_ text: String, _ release: String, _ problem: String) throws {
    #expect(try parse(text, release).problems == ["a.ks:\(problem)"])
  }

  @Test func findsAllMistakesAndKeepsTheRest() throws {
    let (kickstart, problems) = try parse("lnag\ntext\n%per\n%end\nskipx\n")
    #expect(problems.count == 2)
    #expect(kickstart.commands.map(\.name) == ["text", "skipx"])
  }
}

private func shippedKickstarts() throws -> [URL] {
  let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let folder = package.appending(path: "kickstart")
  return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    .filter { $0.pathExtension == "ks" }
}
