import Files

/// What is kept of a boot: in the folder of the appliance's logs, until the next one.
struct BootEvidence: Sendable {
  let folder: String

  var serialLog: String { "\(folder)/serial.log" }
  var screenshot: String { "\(folder)/screen.png" }

  /// Removes what an earlier boot left.
  init(folder: String) throws {
    self.folder = folder
    try FileSystem.makePrivateFolder(folder)
    for path in [serialLog, screenshot] { try FileSystem.remove(path) }
  }
}
