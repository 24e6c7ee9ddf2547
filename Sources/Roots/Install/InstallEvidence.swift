import AnswerFiles
import Failures
import Files
import Foundation
import Machine

/// What is kept of an install, so that a failed one can be understood later.
struct InstallEvidence: Sendable {
  let folder: String

  var serialLog: String { "\(folder)/serial.log" }
  var installerLog: String { "\(folder)/installer.log" }
  var screenshot: String { "\(folder)/screen.png" }
  var answers: String { "\(folder)/answers" }

  /// Where who looks on finds the machine's second monitor, while it runs; nil where the path is too long for a socket.
  var onlooker: String? {
    let path = Self.monitor(in: folder)
    return path.utf8.count < 108 ? path : nil
  }

  /// In a folder that the group of a shared store may not enter either: whoever reaches a monitor has the rights of QEMU.
  static func monitor(in folder: String) -> String { "\(monitorFolder(in: folder))/monitor" }

  private static func monitorFolder(in folder: String) -> String { "\(folder)/user-\(geteuid())" }

  /// Removes what an earlier install left. Nobody else may read what is kept: answers and logs may hold secrets.
  init(folder: String) throws {
    self.folder = folder
    try FileSystem.makePrivateFolder(folder)
    for path in [serialLog, installerLog, screenshot, answers] { try FileSystem.remove(path) }
    leaveOnlooker()
    try FileSystem.makeFolder(Self.monitorFolder(in: folder), isPrivate: true)
  }

  /// QEMU removes its socket, unless it is killed.
  func leaveOnlooker() { try? FileSystem.remove(Self.monitorFolder(in: folder)) }

  /// Takes a picture of the guest's screen; a guest that is gone has none.
  func takeScreenshot(of machine: VirtualMachine) async {
    try? await machine.monitor.screenshot(to: screenshot)
  }

  /// The files that there are.
  var files: [FailureRecord.File] {
    [
      FailureRecord.File(kind: .serialLog, path: serialLog), .init(kind: .installerLog, path: installerLog),
      .init(kind: .screenshot, path: screenshot), .init(kind: .answerFile, path: answers),
    ].filter { FileSystem.exists($0.path) }
  }

  /// All that this evidence tells of an install that failed.
  func failure(
    _ end: InstallWatch.End, seen: InstallProgress.Snapshot, answers: AnswerFile, texts: FatalTexts,
    family: String
  ) -> InstallFailure {
    let known = known(end.cause, answers: answers, texts: texts, family: family)
    var observations = [
      FailureRecord.Evidence(source: .serial, lines: consoleLines(end.cause)),
      .init(source: .machine, lines: end.observations),
      .init(
        source: .http,
        lines: [
          "answer file \(seen.answersFetched ? "fetched" : "not fetched"), \(seen.requests) requests,"
            + " phase \(seen.phase?.rawValue ?? "none")"
        ]),
    ]
    let log = Self.tail(of: installerLog).split(whereSeparator: \.isNewline).suffix(10).map(String.init)
    if !log.isEmpty { observations.insert(.init(source: .installerLog, lines: log), at: 0) }
    return InstallFailure(
      cause: end.cause, phase: seen.phase?.rawValue, known: known,
      observations: observations.filter { !$0.lines.isEmpty }, files: files)
  }

  /// The text that tells most: the one that ended the wait; else in what the installer posted, where a command of the
  /// answer file's own comes first; else on the console.
  private func known(
    _ cause: InstallFailure.Cause, answers: AnswerFile, texts: FatalTexts, family: String
  ) -> KnownText? {
    if case .saidSo(let known) = cause { return known }
    var posted = Self.tail(of: installerLog)
    if case .phaseFailed(let message) = cause { posted = "\(message)\n\(posted)" }
    let inLog = texts.first(in: posted, from: .log, family: family)
    let lines = posted.split(whereSeparator: \.isNewline).map(String.init)
    if let command = answers.failedCommand(in: lines) {
      return KnownText(
        cause: inLog?.cause ?? .phaseFailed, advice: inLog?.advice, isLast: false,
        quotation: "\(command.origin): \(command.reason)", line: command.line, context: [])
    }
    if let inLog { return inLog }
    let console = SerialConsole.lastLines(of: serialLog, 100).joined(separator: "\n")
    return texts.first(in: console, from: .serial, family: family)
      ?? texts.first(in: console, from: .log, family: family)
  }

  /// From the text on that ended the wait; else the last.
  private func consoleLines(_ cause: InstallFailure.Cause) -> [String] {
    if case .saidSo(let known) = cause, !known.isLast { return known.context }
    return SerialConsole.lastLines(of: serialLog)
  }

  /// Enough of a log for what went wrong at its end.
  private static func tail(of path: String) -> String {
    guard let data = FileManager.default.contents(atPath: path) else { return "" }
    return SerialConsole.plain(data.suffix(64 << 10))
  }
}
