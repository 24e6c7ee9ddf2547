internal import Files
internal import Foundation
internal import Subprocess
private import Synchronization

/// A running virtual machine.
///
/// It never outlives the scope that `running` opens, nor this process.
public final class VirtualMachine: Sendable {
  /// QEMU's process.
  public let processID: Int32
  /// QEMU's monitor, for screenshots and questions. Its events are taken: they become `exit()`.
  public let monitor: QMPClient
  /// The first serial port, of a machine that one can talk to over it.
  public let serialPort: SerialPort?
  private let ending: Task<MachineExit, Never>
  private let isStopping: Flag
  private let shutdown: Shutdown

  /// Starts a machine, and stops it when `body` has returned, thrown or been cancelled.
  ///
  /// - Parameters:
  ///   - emulator: the program; nil for that of the machine's architecture.
  ///   - startLimit: how long QEMU may take until its monitor answers.
  /// - Throws: `MachineError`, `FileError`, `SubprocessError` when QEMU cannot be executed, and what `body` throws.
  public static func running<Value>(
    _ configuration: MachineConfiguration,
    emulator: String? = nil,
    startLimit: Duration = .seconds(30),
    isolation: isolated (any Actor)? = #isolation,
    body: (VirtualMachine) async throws -> Value
  ) async throws -> Value {
    let machine = try await start(
      configuration, emulator: emulator ?? configuration.architecture.emulator,
      limit: startLimit)
    do {
      let value = try await body(machine)
      await machine.stop()
      return value
    } catch {
      await machine.stop()
      throw error
    }
  }

  init(_ shutdown: Shutdown, serialPort: SerialPort? = nil, tpm: TPMEmulator? = nil) {
    let isStopping = Flag()
    self.serialPort = serialPort
    self.processID = shutdown.process.pid
    self.monitor = shutdown.monitor
    self.shutdown = shutdown
    self.isStopping = isStopping
    ending = Task {
      let reason = await Self.reasonToEnd(shutdown)
      let outcome = await shutdown.process.exit
      await tpm?.stop()
      return MachineExit(
        reason: reason ?? (isStopping.isSet ? .stopped : .died),
        status: outcome.status.description,
        standardError: text(outcome.stderr))
    }
  }

  /// Waits until the machine has ended.
  ///
  /// - Throws: `CancellationError`; the machine then still runs.
  public func exit() async throws -> MachineExit {
    let (stream, continuation) = AsyncStream.makeStream(of: MachineExit.self)
    let ending = ending
    Task { continuation.yield(await ending.value) }
    for await exit in stream { return exit }
    throw CancellationError()
  }

  /// Ends the machine, if it has not ended: QEMU is asked, then told (SIGTERM), then killed (SIGKILL).
  @discardableResult
  public func stop() async -> MachineExit {
    isStopping.set()
    // A task of its own, since the caller's may be cancelled.
    return await Task { [shutdown, ending] in
      await shutdown.perform()
      return await ending.value
    }.value
  }

  /// Asks the guest to switch itself off, as its power button would, and ends the machine where it does not do so in time.
  ///
  /// ``stop()`` meanwhile ends it at once, as ever; cancelling does not.
  @discardableResult
  public func powerDown(within grace: Duration) async -> MachineExit {
    await Task { [self] in
      _ = try? await monitor.execute("system_powerdown")
      let impatience = Task {
        try await Task.sleep(for: grace)
        await stop()
      }
      defer { impatience.cancel() }
      return await ending.value
    }.value
  }

  /// The first event that explains the end; nil when QEMU ended without any.
  private static func reasonToEnd(_ shutdown: Shutdown) async -> MachineExit.Reason? {
    var first: MachineExit.Reason?
    for await event in shutdown.monitor.events {
      guard first == nil, let reason = MachineExit.Reason(event: event) else { continue }
      first = reason
      // QEMU has paused the machine, which would wait for ever.
      if case .diskFailed = reason { await shutdown.perform() }
    }
    return first
  }
}

/// Set once, by anyone.
private final class Flag: Sendable {
  private let value = Mutex(false)

  var isSet: Bool { value.withLock { $0 } }

  func set() { value.withLock { $0 = true } }
}

extension VirtualMachine {
  /// Starts QEMU and waits until its monitor answers.
  static func start(
    _ configuration: MachineConfiguration, emulator: String, limit: Duration
  ) async throws -> VirtualMachine {
    try refuseForeignKVM(configuration)
    // Only needed until the monitor is connected: removed then, so that no killed build leaves one behind.
    let folder = try TemporaryFolder()
    let socket = folder.path + "/qmp"
    let serial = configuration.isInteractive ? folder.path + "/serial" : nil
    let tpm: TPMEmulator? =
      if let state = configuration.tpmState {
        try await TPMEmulator.start(state: state, in: folder.path, limit: limit)
      } else { nil }
    do {
      let command = Command(
        emulator, try configuration.arguments(monitor: socket, serial: serial, tpm: tpm?.socket))
      let process = try await ChildProcess.start(command, outputLimit: 64 << 10)
      do {
        let monitor = try await connect(to: socket, of: process, limit: limit)
        return VirtualMachine(
          Shutdown(process: process, monitor: monitor), serialPort: try serial.map(SerialPort.init), tpm: tpm)
      } catch {
        throw await explain(error, process, limit: limit)
      }
    } catch {
      await tpm?.stop()
      throw error
    }
  }

  static func refuseForeignKVM(_ configuration: MachineConfiguration) throws(MachineError) {
    guard configuration.accelerator == .kvm, configuration.architecture != Architecture.host else { return }
    throw .invalid(
      "KVM runs guests of this host's own architecture only, not \(configuration.architecture.rawValue)")
  }

  /// Gives up as soon as the process ends.
  private static func connect(
    to socket: String, of process: ChildProcess, limit: Duration
  ) async throws -> QMPClient {
    let connecting = Task { try await QMPClient.connect(to: socket, timeout: limit) }
    Task {
      _ = await process.exit
      connecting.cancel()
    }
    return try await withTaskCancellationHandler {
      try await connecting.value
    } onCancel: {
      connecting.cancel()
    }
  }

  /// Ends a process whose monitor cannot be reached, and says why it could not.
  private static func explain(_ error: any Error, _ process: ChildProcess, limit: Duration) async -> any Error
  {
    let endedByItself = process.outcome != nil
    let outcome = await Task { await process.terminate(grace: .seconds(2)) }.value
    if Task.isCancelled { return CancellationError() }
    // Ways to end when terminated; another is QEMU's own.
    let isTerminated = [.exited(0), .signalled(SIGTERM), .signalled(SIGKILL)].contains(outcome.status)
    if endedByItself || !isTerminated {
      return MachineError.didNotStart(status: outcome.status.description, standardError: text(outcome.stderr))
    }
    return MachineError.monitorSilent(after: limit, reason: "\(error)")
  }
}

/// What a program said, without the line end.
func text(_ output: Data) -> String {
  String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
}

/// Ends QEMU: it is asked, then told (SIGTERM), then killed (SIGKILL).
struct Shutdown: Sendable {
  let process: ChildProcess
  let monitor: QMPClient
  /// How long each way has before the next.
  var patience = Duration.seconds(5)

  /// Returns when the process has ended; at once if it had.
  func perform() async {
    guard process.outcome == nil else { return }
    do {
      _ = try await monitor.execute("quit", timeout: patience)
    } catch {
      process.beginTermination(grace: patience)
    }
    let impatience = Task {
      try await Task.sleep(for: patience)
      process.beginTermination(grace: patience)
    }
    _ = await process.exit
    impatience.cancel()
  }
}

/// A folder that only this user may enter, with a path short enough for a socket; removed with the object.
final class TemporaryFolder: Sendable {
  let path: String

  /// In the system's temporary folder, or in /tmp when that one's path is too long.
  init() throws(FileError) {
    let preferred = FileManager.default.temporaryDirectory.path
    let parent = preferred.utf8.count < 80 ? preferred : "/tmp"
    var template = Array("\(parent)/kiln-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else {
      throw .system("cannot make a folder in \(parent)", parent)
    }
    path = String(cString: made)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }
}
