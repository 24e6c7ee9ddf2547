import Foundation
import Recipes
import Testing

@testable import AnswerFiles

/// The kickstarts of all shipped distributions that Anaconda installs, against ksvalidator(1).
@Suite struct KickstartValidationTests {
  static let distributions = Shipped.distributions.filter {
    (try? Shipped.appliance($0, Variation.all[0]).installer.kind) == .anaconda
  }

  @Test func thereAreSomeOfEverySyntax() throws {
    let versions = try Self.distributions.map { try Self.version(of: $0).name }
    #expect(Set(versions).isSuperset(of: ["RHEL7", "RHEL8", "RHEL9", "RHEL10", "F43", "F44"]))
  }

  @Test(arguments: distributions) func everyVariationIsValid(_ name: String) throws {
    let validator = Shipped.root + "/.build/validators/bin/ksvalidator"
    try #require(
      FileManager.default.isExecutableFile(atPath: validator),
      "ksvalidator is missing; run scripts/install-validators.sh")
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = try Variation.all.enumerated().map { index, variation in
      let file = folder.appendingPathComponent("\(index).ks")
      let answers = try render(try Shipped.appliance(name, variation))
      try Data(answers.text(filling: Self.values).utf8).write(to: file)
      return file.path
    }
    let (status, output) = try Self.run(
      validator, ["-v", Self.version(of: name).name] + files, environment: ["PYTHONWARNINGS": "always"])
    let complaints = output.split(separator: "\n").filter { !$0.hasPrefix("Checking kickstart file") }
    #expect(status == 0 && complaints.isEmpty, "\(complaints.joined(separator: "\n"))")
  }

  @Test(arguments: distributions) func everyVariationReadsBackTheSame(_ name: String) throws {
    for variation in Variation.all {
      let file = try render(try Shipped.appliance(name, variation))
      var problems: [AnswerFileProblem] = []
      let kickstart = KickstartParser.parse(file.text(filling: [:]), try Self.version(of: name), &problems) {
        _, _ in .standard
      }
      #expect(problems.isEmpty)
      #expect(kickstart.lines.map(\.text) == file.lines.map(\.text), "\(variation.name)")
    }
  }

  private static func version(of name: String) throws -> KickstartVersion {
    try #require(KickstartVersion(try Shipped.appliance(name, Variation.all[0]).system))
  }

  private static let values: [Placeholder: String] = [
    .answers: "http://10.0.2.2:1/t/ks.cfg", .report: "http://10.0.2.2:1/t",
    .mirror: "http://mirror.example.org/pub", .proxy: "http://proxy.example.org:3128",
  ]

  private static func run(
    _ program: String, _ arguments: [String], environment: [String: String]
  ) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}
