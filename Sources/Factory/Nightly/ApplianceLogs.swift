import Files
import Storage

/// The files that a log folder has of its appliance's last build and boot.
struct ApplianceLogs: Sendable {
  let store: Store
  let appliance: String

  private var folder: String { store.logs.folder(of: appliance) }

  /// Logs, those of the guests' consoles among them.
  var paths: [String] {
    let own = store.logs.lastBuild(of: appliance)?.paths ?? []
    let guests = ["install/serial.log", "install/installer.log", "boot/serial.log"].map { "\(folder)/\($0)" }
    return own + guests.filter(FileSystem.exists)
  }
}
