import Diagnostics
import Foundation
import Recipes
import Testing

@testable import AnswerFiles

/// Files such as others write for plain Anaconda: `Accepted/kickstart` and `Refused/kickstart` beside this one, each named after what
/// it does and the distribution that it is for.
///
/// A comment `# expected: LINE: TEXT` tells what a refused one is refused for, `# warned: LINE: TEXT` what an accepted one is
/// warned of; one without the latter is accepted without a word.
@Suite struct OthersKickstartTests {
  struct OthersFile: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String

    var testDescription: String { name }

    static func all(_ outcome: String) -> [OthersFile] {
      let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "\(outcome)/kickstart")
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      return names.sorted().compactMap { name in
        (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)).map {
          OthersFile(name: name, text: $0)
        }
      }
    }

    /// A recipe that has this partial answer file, for the distribution in its name.
    var appliance: Appliance {
      let distribution = name.dropLast(3).split(separator: ".").last?.split(separator: "-") ?? []
      return rocky(String(distribution.last ?? "")) {
        $0.system.distribution = distribution.dropLast().joined(separator: "-")
        $0.installer.booted.answers = Installer.PartialAnswers(path: name, text: text)
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
    print("kickstart: \(Self.accepted.count) accepted, \(Self.refused.count) refused")
    #expect(Self.accepted.count >= 25 && Self.refused.count >= 15)
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

  /// Whatever a file says: no screen that waits, and the machine goes off.
  @Test(arguments: accepted) func endsUnattended(_ file: OthersFile) throws {
    let lines = try render(file.appliance).lines.filter { !$0.isScript }.map(\.text)
    let waits: Set = ["graphical", "text", "vnc", "rdp", "reboot", "halt", "shutdown"]
    #expect(lines.count { $0 == "poweroff" } == 1 && lines.count { $0 == "cmdline" } == 1)
    #expect(!lines.contains { waits.contains(String($0.prefix { $0 != " " })) })
  }

  /// The result is a file that the release takes.
  @Test(arguments: accepted) func readsBack(_ file: OthersFile) throws {
    let version = try #require(KickstartVersion(file.appliance.system))
    var problems: [Diagnostic] = []
    _ = KickstartParser.parse(try render(file.appliance).text(filling: [:]), version, &problems) {
      .answers(Location(file: "rendered", line: $0, column: $1))
    }
    #expect(problems.map(\.description) == [])
  }

  @Test(arguments: refused) func isRefusedWithItsLine(_ file: OthersFile) throws {
    let expected = try #require(file.announced("expected").first)
    let found = problems(file.appliance)
    #expect(
      found.contains { $0.hasPrefix("\(file.name):\(expected.line):") && $0.contains(expected.text) },
      "\(found)")
  }
}
