import Foundation
import Testing

/// `kiln nightly`, as far as nothing is built.
struct NightlyCommandTests {
  private let program: Program

  init() throws {
    program = try Program()
  }

  @Test(arguments: [
    ([], "no recipes but the shipped ones: name a recipe or a folder of them (--recipes), or give --all"),
    (["web", "--keep", "none"], "--keep takes a number from 1 to 4096, not 'none'"),
    (["web", "--jobs", "0"], "--jobs takes a number from 1 to 4096, not '0'"),
  ])
  func aMistakeIsNamed(words: [String], message: String) async throws {
    let result = try await program.run(["nightly"] + words)
    #expect(result.messages == "kiln nightly: \(message)\nSee 'kiln nightly --help'.\n")
    #expect(result.status == .exited(2))
    #expect(!FileManager.default.fileExists(atPath: "\(program.folder)/store/reports"))
  }

  @Test func wrongRecipesAreReportedAndSomeoneIsTold() async throws {
    try program.write("lab.yaml", "name: lab\nparent: web\nversion: \"1\"\npakages: [hello]\n")
    try program.write("draft.yaml", "name: [\n")
    let result = try await program.run([
      "nightly", "--metrics", "kiln.prom", "--notify", "{ echo \"$KILN_STATUS $KILN_REPORT\"; cat; } > told",
    ])
    #expect(result.status == .exited(1), "\(result.messages)")
    #expect(
      result.output.hasPrefix("The image failed; 1 recipe file cannot be read.\nNightly run of "),
      "\(result.output)")
    #expect(result.output.contains("lab: lab.yaml:4:1: unknown key 'pakages' (did you mean 'packages'?)"))
    #expect(result.output.contains("\ndraft.yaml:"))
    let page = try #require(result.messages.firstMatch(of: #/report: (\S+\.html)\n/#)?.output.1)
    let told = try String(contentsOfFile: "\(program.folder)/told", encoding: .utf8)
    #expect(told == "1 \(page)\n\(result.output)")
    let metrics = try String(contentsOfFile: "\(program.folder)/kiln.prom", encoding: .utf8)
    #expect(metrics.contains("\nkiln_nightly_success 0\n"), "\(metrics)")
    #expect(metrics.contains("\nkiln_nightly_unreadable_recipe_files 1\n"))
    for ending in ["json", "txt", "html"] {
      #expect(FileManager.default.fileExists(atPath: "\(program.folder)/store/reports/latest.\(ending)"))
    }
    #expect(!FileManager.default.fileExists(atPath: "\(program.folder)/store/nightly.lock"))
  }

  @Test func aProgramThatListensGetsObjectsOnly() async throws {
    try program.write("lab.yaml", "name: lab\nparent: web\nversion: \"1\"\npakages: [hello]\n")
    let result = try await program.run(["nightly", "--progress", "json", "--notify", "exit 5"])
    let events = try result.messages.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    let messages = events.compactMap { $0["message"] as? String }
    #expect(messages.contains { $0.hasPrefix("report: ") }, "\(result.messages)")
    #expect(messages.contains { $0.hasPrefix("kiln: the --notify command failed: ") })
  }

  @Test func aFaultOfTheWholeRunIsReportedToo() async throws {
    try program.write("site.yaml", "mirors: {}\n")
    let result = try await program.run([
      "nightly", "web", "--site", "site.yaml", "--format", "json", "--report", "r", "--notify", "exit 5",
    ])
    #expect(result.status == .exited(1))
    #expect(result.messages.contains("kiln: the --notify command failed: "))
    #expect(result.messages.contains("exit status 5"))
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(report["passed"] as? Bool == false)
    let problems = try #require(report["problems"] as? [String])
    #expect(problems.first?.contains("site.yaml:1:1: unknown key 'mirors'") == true, "\(problems)")
    #expect(FileManager.default.fileExists(atPath: "\(program.folder)/r/latest.html"))
  }
}
