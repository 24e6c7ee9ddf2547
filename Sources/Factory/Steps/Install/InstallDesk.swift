import AnswerFiles
import Digests
import Foundation
import HTTPServer

/// What an installer meets on the host: its answer file to fetch, and a place to post phases and its log to.
///
/// Everything lies behind a random token, so that no other program of this host can meddle.
final class InstallDesk: Sendable {
  /// What stands for the answer file's placeholders in this build.
  let values: [Placeholder: String]
  private let server: HTTPServer

  /// - Parameters:
  ///   - mirror: where the installer fetches packages; nil for media that hold all they need.
  ///   - additions: packages that the installer must be told of besides those wanted.
  init(answers: AnswerFile, mirror: String?, proxy: String?, additions: [String], mailbox: InstallMailbox)
    throws
  {
    let token = randomToken(bytes: 16)
    let page = Page()
    let folder = "/\(token)/answers"
    let path = "\(folder)/\(answers.name)"
    let companions = answers.companions.map { name, text in
      Route.get("\(folder)/\(name)") { Array(text.utf8) }
    }
    server = try HTTPServer(
      routes: companions + [
        .get(path) { Array(page.text.utf8) },
        .post(below: "/\(token)/phase/", limit: 64 << 10) { mailbox.take(phase: $0.name, message: $0.text) },
        .post("/\(token)/log", limit: 64 << 20) { mailbox.take(log: $0.body) },
      ]
    ) { request in
      mailbox.sawRequest(ofAnswers: request.path == path && request.status == 200)
    }
    // As QEMU's user network shows this host's loopback to the guest.
    let base = "http://10.0.2.2:\(server.port)/\(token)"
    let address = mirror.flatMap(URL.init(string:))
    let port = address?.port.map { ":\($0)" } ?? ""
    values = [
      .answers: "\(base)/answers/\(answers.name)",
      .answersFolder: "\(base)/answers/",
      .report: base,
      .mirror: mirror.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 } ?? "",
      .mirrorHost: (address?.host() ?? "") + port,
      .mirrorDirectory: address?.path() ?? "",
      .proxy: proxy ?? "",
      .packages: additions.isEmpty ? "base-files" : additions.joined(separator: " "),
    ]
    page.set(answers.text(filling: values))
    try FileSystem.write(Data(page.text.utf8), to: mailbox.evidence.answers)
  }

  func close() { server.stop() }
}
