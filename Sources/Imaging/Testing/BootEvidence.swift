import Files
import Foundation
import Machine
import Subprocess

/// What is kept of a boot: in the folder of the appliance's logs, until the next one.
public struct BootEvidence: Sendable {
  let folder: String

  var serialLog: String { "\(folder)/serial.log" }
  var screenshot: String { "\(folder)/screen.png" }
  var journal: String { "\(folder)/journal.log" }

  /// Removes what an earlier boot left.
  init(folder: String) throws {
    self.folder = folder
    try FileSystem.makePrivateFolder(folder)
    for path in [serialLog, screenshot, journal] { try FileSystem.remove(path) }
  }

  /// Takes the end of systemd's journal, as far as it can be had.
  func keepJournal(_ access: SSHAccess) async {
    let script = "journalctl -b --no-pager -o short-monotonic -n 5000 | tail -c 900000"
    guard
      let result = try? await access.run(script, limits: Limits(output: 1 << 20, deadline: .seconds(300))),
      !result.stdout.isEmpty
    else { return }
    try? FileSystem.write(Data(Machine.SerialConsole.plain(result.stdout).utf8), to: journal)
  }
}
