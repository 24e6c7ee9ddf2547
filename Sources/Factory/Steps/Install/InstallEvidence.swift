import Foundation
import Machine

/// What is kept of an install, so that a failed one can be understood later.
struct InstallEvidence: Sendable {
  let folder: String

  var serialLog: String { "\(folder)/serial.log" }
  var installerLog: String { "\(folder)/installer.log" }
  var screenshot: String { "\(folder)/screen.png" }
  var answers: String { "\(folder)/answers" }

  /// Removes what an earlier install left.
  init(folder: String) throws {
    self.folder = folder
    try FileSystem.makeFolder(folder)
    for path in [serialLog, installerLog, screenshot, answers] { try FileSystem.remove(path) }
  }

  /// Takes a picture of the guest's screen; a guest that is gone has none.
  func takeScreenshot(of machine: VirtualMachine) async {
    try? await machine.monitor.screenshot(to: screenshot)
  }

  /// The files that there are.
  var files: [String] {
    [serialLog, installerLog, screenshot, answers].filter(FileSystem.exists)
  }

  /// The end of the serial console's log, without what steers a terminal.
  func lastSerialLines(_ count: Int = 15) -> [String] {
    let data = FileManager.default.contents(atPath: serialLog) ?? Data()
    let text = String(decoding: data.suffix(16_384), as: UTF8.self)
      .replacing(#/\u{1B}(\[[0-9;?]*[A-Za-z]|[()][A-Z0-9])/#, with: "")
    let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
    return lines.filter { !$0.isEmpty }.suffix(count).map { String($0.filter { !$0.isControl }) }
  }
}

extension Character {
  fileprivate var isControl: Bool { unicodeScalars.allSatisfy { $0.properties.generalCategory == .control } }
}
