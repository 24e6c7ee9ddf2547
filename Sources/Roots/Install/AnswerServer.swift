import AnswerFiles
import Files
import Foundation
import HTTPServer
import Machine

/// What an installer meets on the host: its answer file to fetch, and a place to post phases and its log to.
///
/// It is on a UNIX socket that only this user can reach; the guest gets there by an address of its own network.
final class AnswerServer: Sendable {
  /// What stands for the answer file's placeholders in this build.
  let values: [Placeholder: String]
  private let server: HTTPServer
  private let folder: String

  /// Of the guest's network.
  private static let address = "10.0.2.100"
  /// Of one log; an installer's has a few MiB.
  private static let logLimit = 32 << 20

  private var socket: String { "\(folder)/http" }

  /// - Parameters:
  ///   - mirror: where the installer fetches packages; nil for media that hold all they need.
  ///   - additions: packages that the installer must be told of besides those wanted.
  ///   - folder: for the socket; made, and removed when the server is closed.
  init(
    answers: AnswerFile, mirror: String?, proxy: String?, additions: [String], reports: InstallReports,
    folder: String
  ) throws {
    self.folder = folder
    values = Self.values(answers: answers.name, mirror: mirror, proxy: proxy, additions: additions)
    let text = answers.text(filling: values)
    try FileSystem.write(Data(text.utf8), to: reports.evidence.answers)
    try FileSystem.remove(folder)
    // A group that shares the store has no part in an install.
    try FileSystem.makeFolder(folder, isPrivate: true)
    let path = "/answers/\(answers.name)"
    let files = [answers.name: text].merging(answers.companions) { $1 }
    server = try HTTPServer(
      at: .socket("\(folder)/http"), limits: Limits(bodies: Self.logLimit + (1 << 20)),
      routes: files.map { name, text in .get("/answers/\(name)") { Array(text.utf8) } } + [
        .post(below: "/phase/", limit: 64 << 10) { reports.take(phase: $0.name, message: $0.text) },
        .post("/log", limit: Self.logLimit) { reports.take(log: $0.body) },
      ]
    ) { request in
      reports.sawRequest(ofAnswers: request.path == path && request.status == 200)
    }
  }

  /// The guest's way here, through Kiln's program.
  func service(through program: String) -> MachineConfiguration.Service {
    MachineConfiguration.Service(
      address: Self.address, port: 80, command: Relay.command(program: program, socket: socket))
  }

  private static func values(answers: String, mirror: String?, proxy: String?, additions: [String])
    -> [Placeholder: String]
  {
    let base = "http://\(address)"
    let location = mirror.flatMap(URL.init(string:))
    let port = location?.port.map { ":\($0)" } ?? ""
    return [
      .answers: "\(base)/answers/\(answers)",
      .answersFolder: "\(base)/answers/",
      .report: base,
      .mirror: mirror.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 } ?? "",
      .mirrorHost: (location?.host() ?? "") + port,
      .mirrorDirectory: location?.path() ?? "",
      .proxy: proxy ?? "",
      .packages: additions.isEmpty ? "base-files" : additions.joined(separator: " "),
    ]
  }

  func close() {
    server.stop()
    try? FileSystem.remove(folder)
  }
}
