import Files
import Foundation
import Machine
import Storage

/// Looks on while an installer runs, be it in another process: its serial console, its phases, and its screen. The install is
/// not changed by it.
public struct InstallOnlooker: Sendable {
  private let client: QMPClient
  private let evidence: String
  private let logs: String
  private static let interval = Duration.seconds(1)

  /// Finds the installer that runs for an appliance.
  ///
  /// - Returns: nil where none runs, or somebody looks on already.
  public static func attach(to appliance: String, of store: Store) async throws -> InstallOnlooker? {
    let logs = store.logs.folder(of: appliance)
    let evidence = "\(logs)/install"
    let socket = InstallEvidence.monitor(in: evidence)
    guard !appliance.contains("/"), FileSystem.isTaken(socket) else { return nil }
    do {
      let client = try await QMPClient.connect(to: socket, timeout: .seconds(2))
      return InstallOnlooker(client: client, evidence: evidence, logs: logs)
    } catch is QMPError {
      return nil
    }
  }

  /// The appliances whose installers run now for this user, as far as their monitors tell.
  public static func running(in store: Store) -> [String] {
    store.logs.appliances().filter {
      FileSystem.isTaken(InstallEvidence.monitor(in: "\(store.logs.folder(of: $0))/install"))
    }
  }

  /// Hands on what comes until the machine has ended, from the beginning on.
  ///
  /// - Parameters:
  ///   - screen: a file that the screen is written to as PNG, anew each second; nil writes none.
  ///   - onText: whole lines of the console.
  public func follow(
    screen: String?, onText: (String) -> Void, onPhase: (String) -> Void
  ) async throws {
    var console = Tail(path: "\(evidence)/serial.log")
    var install = FileSystem.entries(of: logs).filter { $0.hasSuffix("-install.log") }.map {
      Tail(path: "\(logs)/\($0)")
    }
    var isRunning = true
    while isRunning {
      isRunning = try await look(screen)
      let text = SerialConsole.plain(console.lines())
      if !text.isEmpty { onText(text) }
      for index in install.indices { Self.phases(in: install[index].lines()).forEach(onPhase) }
      if isRunning { try await Task.sleep(for: Self.interval) }
    }
    await client.close()
  }

  /// False when the machine is gone.
  private func look(_ screen: String?) async throws -> Bool {
    do {
      guard let screen else {
        _ = try await client.runState()
        return true
      }
      // Who shows it never sees half of it.
      let part = "\(screen).part"
      try await client.screenshot(to: part)
      guard rename(part, screen) == 0 else { throw FileError.system("cannot write \(screen)", screen) }
      return true
    } catch QMPError.closed, QMPError.cannotSend {
      return false
    }
  }

  private static func phases(in log: Data) -> [String] {
    String(decoding: log, as: UTF8.self).split(separator: "\n").filter { $0.hasPrefix("phase: ") }
      .map { String($0.dropFirst("phase: ".count)) }
  }
}

/// What comes to a file, in whole lines.
struct Tail {
  let path: String
  private var offset: UInt64 = 0

  init(path: String) { self.path = path }

  /// The lines that were completed since.
  mutating func lines() -> Data {
    guard let handle = FileHandle(forReadingAtPath: path) else { return Data() }
    defer { try? handle.close() }
    guard (try? handle.seek(toOffset: offset)) != nil, let new = try? handle.readToEnd(),
      let end = new.lastIndex(of: UInt8(ascii: "\n"))
    else { return Data() }
    let lines = new[...end]
    offset += UInt64(lines.count)
    return lines
  }
}
