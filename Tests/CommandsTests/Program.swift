import Builds
import Foundation
import Subprocess

/// The built program, run as a user runs it, in a folder of its own.
final class Program: Sendable {
  let folder: String

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("kiln-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// What a run gave.
  struct Result {
    let status: ProcessResult.Status
    let output: String
    let messages: String

    init(_ outcome: ProcessResult) {
      status = outcome.status
      output = String(decoding: outcome.stdout, as: UTF8.self)
      messages = String(decoding: outcome.stderr, as: UTF8.self)
    }

    /// What `plan --format json` printed.
    func plan() throws -> PlanOutput {
      try JSONDecoder().decode(PlanOutput.self, from: Data(output.utf8))
    }
  }

  func write(_ name: String, _ text: String) throws {
    let url = URL(fileURLWithPath: "\(folder)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  /// - Parameter environment: variables besides those that every run has.
  func run(_ words: [String], environment: [String: String] = [:]) async throws -> Result {
    Result(try await Subprocess.run(command(words, environment: environment)))
  }

  /// Starts a run, for what happens while it goes on.
  ///
  /// - Parameter onOutput: told of each line that it prints.
  func start(_ words: [String], onOutput: @escaping @Sendable (String) -> Void) async throws -> ChildProcess {
    try await ChildProcess.start(command(words), onOutput: onOutput)
  }

  /// The folder that holds the sources.
  static let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().path

  /// The program, which lies beside the test bundle.
  static var path: String { Bundle.main.bundleURL.appendingPathComponent("kiln").path }

  private func command(_ words: [String], environment: [String: String] = [:]) -> Command {
    let usual = [
      "KILN_LIBRARY": Self.checkout, "KILN_STORE": "\(folder)/store", "KILN_KEYS": "\(folder)/keys",
      "XDG_STATE_HOME": "\(folder)/state", "NO_COLOR": "1",
    ]
    return Command(Self.path, words, environment: usual.merging(environment) { $1 }, workingDirectory: folder)
  }
}

/// The parts of a plan that tests look at.
struct PlanOutput: Decodable {
  struct Layer: Decodable {
    let key: String
    let recipe: String
    let reason: String?
  }

  struct Image: Decodable {
    let name: String
  }

  let layers: [Layer]
  let images: [Image]
}
