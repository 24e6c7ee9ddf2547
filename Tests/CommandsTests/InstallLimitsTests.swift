import Console
import Factory
import Failures
import Recipes
import Testing

@testable import Commands

/// How long an install may take: Kiln's own limits, the site's, the command line's.
struct InstallLimitsTests {
  private func limits(_ words: [String], _ site: InstallTimeouts) throws -> InstallLimits {
    guard case .run(let verb, let arguments) = try Commands.program.parse(["build", "web"] + words) else {
      throw UsageError("no run", command: "kiln build")
    }
    return InstallLimits(site, whole: try arguments.buildRequest([], verb: verb).installLimit)
  }

  @Test(arguments: [
    ([], InstallTimeouts(), InstallLimits.standard),
    (
      [], InstallTimeouts(answers: .seconds(1), silence: .seconds(2), install: .seconds(3)),
      InstallLimits(answers: .seconds(1), silence: .seconds(2), whole: .seconds(3))
    ),
    (
      ["--install-limit", "5min"],
      InstallTimeouts(answers: .seconds(1), silence: .seconds(2), install: .seconds(3)),
      InstallLimits(answers: .seconds(1), silence: .seconds(2), whole: .seconds(300))
    ),
  ])
  func theCommandLineComesLast(words: [String], site: InstallTimeouts, expected: InstallLimits) throws {
    #expect(try limits(words, site) == expected)
  }
}
