import Diagnostics
import Foundation
import Recipes
import Testing
import YAML

@testable import AnswerFiles

private func parse(
  _ text: String, _ release: String = "9.6"
) throws -> (kickstart: Kickstart, problems: [String], warnings: [String]) {
  let version = try #require(KickstartVersion(rocky(release).system))
  var problems: [Diagnostic] = []
  let reading = KickstartParser.parse(text, version, &problems) {
    .answers(Location(file: "a.ks", line: $0, column: $1))
  }
  return (reading.kickstart, problems.map(\.description), reading.warnings.map(\.description))
}

@Suite struct KickstartParserTests {
  @Test func readsCommandsAndSections() throws {
    let (kickstart, problems, _) = try parse(
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
      let (kickstart, problems, _) = try parse(text, release)
      #expect(problems.isEmpty)
      #expect(!kickstart.commands.isEmpty)
      #expect(kickstart.lines.map { $0.text + "\n" }.joined() == text)
    }
  }

  @Test(arguments: [
    ("\nlang 'x\n", "2:6: this quote is not closed"),
    ("part / \\\n", #"1:8: a line ends a command; '\' does not continue it"#),
    ("  lnag x\n", "1:3: unknown command 'lnag' (did you mean 'lang'?)"),
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
      "%include /tmp/x\n",
      "1:1: '%include' would fetch lines that Kiln does not see; write them here, or have a %pre of this file write them"
    ),
    (
      "%post\n  %include /tmp/x\n%end\n",
      "2:3: '%include' would fetch lines that Kiln does not see; write them here, or have a %pre of this file write them"
    ),
    (
      "%include /tmp/x\n%pre\ncurl -o /tmp/xyz http://example.org\n%end\n",
      "1:1: '%include' would fetch lines that Kiln does not see; write them here, or have a %pre of this file write them"
    ),
    (
      "%include /tmp/x\n%pre\ncurl -o /tmp/x http://example.org\n%end\n",
      "1:1: '%include' would fetch lines that Kiln does not see; write them here, or have a %pre of this file write them"
    ),
    (
      "%include /tmp/x\n%pre\necho text > /tmp/xyz\n%end\n",
      "1:1: '%include' would fetch lines that Kiln does not see; write them here, or have a %pre of this file write them"
    ),
    (
      "%include /tmp/x\n%pre\ncat < /tmp/x\n%end\n",
      "1:1: '%include' would fetch lines that Kiln does not see; write them here, or have a %pre of this file write them"
    ),
    (
      "%include /tmp/x\n%pre\n# echo > /tmp/x\n%end\n",
      "1:1: '%include' would fetch lines that Kiln does not see; write them here, or have a %pre of this file write them"
    ),
    (
      "%ksappend http://example.org\n",
      "1:1: '%ksappend' would fetch lines that Kiln does not see; write them here"
    ),
    ("lang x\u{1B}\n", "1:7: control character; only tabs and line ends may stand here"),
    ("%post\nx\ry\n%end\n", "2:2: control character; only tabs and line ends may stand here"),
    ("user --gecos=Ann\n", "1:1: 'user' needs '--name'"),
    ("firewall --enabled --bogus\n", "1:20: RHEL 9 does not read 'firewall --bogus'"),
    (
      "firewall --enable\nbootloader --timeot=1\n",
      "2:12: RHEL 9 does not read 'bootloader --timeot' (did you mean '--timeout'?)"
    ),
    ("part / --size=1\nautopart\n", "2:1: 'autopart' cannot stand beside the 'part' of line 1"),
    ("bootloader --l=mbr\n", "1:12: '--l' may be '--location', '--leavebootorder'; write it out"),
    ("realm leave\n", "1:1: 'realm' cannot 'leave'; it knows 'join' alone"),
  ]) func saysWhatIsWrongAndWhere(_ text: String, _ problem: String) throws {
    #expect(try parse(text).problems == ["a.ks:\(problem)"])
  }

  @Test(arguments: [
    ("install\n", "9.6", "1:1: RHEL 9 does not read 'install'; leave it out"),
    ("auth --x\n", "10", "1:1: RHEL 10 does not read 'auth'; use 'authselect'"),
    ("authselect x\n", "7.9", "1:1: RHEL 7 does not read 'authselect'; use 'authconfig'"),
    ("timezone --isUtc UTC\n", "10", "1:10: RHEL 10 does not read 'timezone --isUtc'; use '--utc'"),
    (
      "timezone UTC --ntpservers=a\n", "10",
      "1:14: RHEL 10 does not read 'timezone --ntpservers'; use 'timesource --ntp-server'"
    ),
    (
      "timesource --ntp-server=a\n", "8.10",
      "1:1: RHEL 8 does not read 'timesource'; use 'timezone --ntpservers'"
    ),
    (
      "harddrive --biospart=x --dir=/\n", "9.6",
      "1:11: RHEL 9 does not read 'harddrive --biospart'; use '--partition'"
    ),
    ("btrfs / a\n", "10", "1:1: RHEL 10 does not read 'btrfs'; use another file system"),
    (
      "%packages --instLangs=en\n%end\n", "10",
      "1:11: RHEL 10 does not read '%packages --instLangs'; use '--inst-langs'"
    ),
  ]) func whatAVersionDroppedIsRefusedByName(_ text: String, _ release: String, _ problem: String) throws {
    #expect(try parse(text, release).problems == ["a.ks:\(problem)"])
  }

  @Test(arguments: [
    ("install\n", "8.10", "1:1: 'install' has no effect in RHEL 8; leave it out"),
    ("btrfs / a\n", "8.10", "1:1: 'btrfs' has no effect in RHEL 8; use another file system"),
    ("%traceback\n%end\n", "9.6", "1:1: '%traceback' has no effect in RHEL 9; use '%onerror'"),
    (
      "repo --name=a --ignoregroups=true\n", "9.6",
      "1:15: 'repo --ignoregroups' has no effect in RHEL 9; leave it out"
    ),
    ("text\ntext\n", "9.6", "2:1: this is on line 1 already"),
    ("\nskipx\r\n", "9.6", "2:1: lines end with CR LF, as on Windows; the CR is left out"),
    ("lang ${lang}\n", "9.6", "1:6: '${lang}' looks like a template's, and is taken as it stands"),
    (
      "%packages\n{{ all }}\n%end\n", "9.6",
      "2:1: '{{ all }}' looks like a template's, and is taken as it stands"
    ),
  ]) func whatHasNoEffectIsAWarning(_ text: String, _ release: String, _ warning: String) throws {
    let (_, problems, warnings) = try parse(text, release)
    #expect(problems == [])
    #expect(warnings == ["a.ks:\(warning)"])
  }

  @Test(arguments: [
    "%include /tmp/x\n%pre\necho skipx > /tmp/x\n%end\n",
    "%post\necho ${HOME} {{x}}\n%end\n", "firewall --enabled --serv ssh --port 22:tcp\n",
    "bootloader --timeout 3\n",
    "%include /tmp/x\n%pre\nF=/tmp/x\necho skipx | tee -a \"${F}\"\n%end\n",
    "%include /tmp/x\n%pre\ncp /run/install/repo/x /tmp/x\n%end\n",
    "%include /tmp/x\n%pre --interpreter=/usr/bin/python3\nopen('/tmp/x', 'w')\n%end\n",
    "%include /tmp/x\n%pre\n[ -e /a ] && cat >/tmp/x <<'EOF'\nskipx\nEOF\n%end\n",
  ]) func isTakenWithoutAWord(_ text: String) throws {
    let (_, problems, warnings) = try parse(text)
    #expect(problems + warnings == [])
  }

  @Test func findsAllMistakesAndKeepsTheRest() throws {
    let (kickstart, problems, _) = try parse("lnag\ntext\n%per\n%end\nskipx\n")
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
