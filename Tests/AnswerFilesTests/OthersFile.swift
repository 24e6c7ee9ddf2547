import Foundation
import Recipes
import Testing

@testable import AnswerFiles

/// A file such as others write for a plain installer: `Accepted/FAMILY` and `Refused/FAMILY` beside this one.
///
/// A comment `# expected: LINE: TEXT` tells what a refused one is refused for, `# warned: LINE: TEXT` what an accepted one is
/// warned of; one without the latter is accepted without a word.
struct OthersFile: Sendable, CustomTestStringConvertible {
  enum Family: String, CaseIterable {
    case kickstart, preseed, autoinstall
  }

  let family: Family
  let name: String
  let text: String

  var testDescription: String { "\(family)/\(name)" }

  static let accepted = all("Accepted")
  static let refused = all("Refused")

  private static func all(_ outcome: String) -> [OthersFile] {
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

  /// A recipe that has it as its partial answer file; a kickstart's name ends in the distribution that it is for.
  var appliance: Appliance {
    let answers = Installer.PartialAnswers(path: name, text: text)
    switch family {
    case .kickstart:
      let distribution = name.dropLast(3).split(separator: ".").last?.split(separator: "-") ?? []
      return rocky(String(distribution.last ?? "")) {
        $0.system.distribution = distribution.dropLast().joined(separator: "-")
        $0.installer.booted.answers = answers
      }
    case .preseed: return debian { $0.installer.booted.answers = answers }
    case .autoinstall: return ubuntu { $0.installer.booted.answers = answers }
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
