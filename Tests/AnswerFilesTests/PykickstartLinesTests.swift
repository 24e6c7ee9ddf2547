import Diagnostics
import Foundation
import Recipes
import Testing

@testable import AnswerFiles

private let linesFile = ProcessInfo.processInfo.environment["KILN_PYKICKSTART_LINES"]

/// The lines of pykickstart's own tests, which `scripts/pykickstart-lines.sh` collects and hands over, each with what pykickstart
/// says of it in each release.
@Suite(.enabled(if: linesFile != nil, "run scripts/pykickstart-lines.sh"))
struct PykickstartLinesTests {
  /// By release, as pykickstart calls it: whether it takes each text.
  private static let releases: [String: [String: Bool]] = {
    guard let linesFile, let data = FileManager.default.contents(atPath: linesFile) else { return [:] }
    return (try? JSONDecoder().decode([String: [String: Bool]].self, from: data)) ?? [:]
  }()

  @Test(arguments: releases.keys.sorted()) func saysWhatPykickstartSays(_ release: String) throws {
    let version = try #require(Self.version(release))
    #expect(version.name == release)
    let (taken, refused) = (Self.texts(release, true), Self.texts(release, false))
    let wronglyRefused = taken.compactMap { text in
      Self.problems(text, version).first.map { "\(text.debugDescription): \($0)" }
    }
    let wronglyTaken = refused.filter { Self.problems($0, version).isEmpty }
    let counts =
      "\(taken.count - wronglyRefused.count) of \(taken.count) taken, "
      + "\(refused.count - wronglyTaken.count) of \(refused.count) refused"
    print("pykickstart \(KickstartFacts.version), \(release): \(counts)")
    for text in wronglyTaken { print("  \(release) taken: \(text.debugDescription)") }
    #expect(wronglyRefused == [])
    #expect(Double(wronglyTaken.count) <= 0.05 * Double(refused.count))
  }

  private static func texts(_ release: String, _ isTaken: Bool) -> [String] {
    (releases[release] ?? [:]).filter { $0.value == isTaken }.keys.sorted()
  }

  private static func version(_ release: String) -> KickstartVersion? {
    let isFedora = release.hasPrefix("F")
    return KickstartVersion(
      OperatingSystem(
        distribution: isFedora ? "fedora" : "rocky", release: String(release.drop { !$0.isNumber }),
        codename: "",
        architecture: "x86_64"))
  }

  private static func problems(_ text: String, _ version: KickstartVersion) -> [String] {
    var problems: [Diagnostic] = []
    _ = KickstartParser.parse(text, version, &problems) {
      .answers(Location(file: "a.ks", line: $0, column: $1))
    }
    return problems.map(\.description)
  }
}
