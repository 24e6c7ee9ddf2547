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
  private let ending: Task<MachineExit, Never>
  private let isStopping: Flag
  private let shutdown: Shutdown

  /// Starts a machine, and stops it when `body` has returned, thrown or been cancelled.
  ///
  /// - Parameters:
  ///   - emulator: the program; nil for that of the machine's architecture.
  ///   - startLimit: how long QEMU may take until its monitor answers.
  /// - Throws: `MachineError`, `SubprocessError` when QEMU cannot be executed, and what `body` throws.
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

  init(_ shutdown: Shutdown) {
    let isStopping = Flag()
    self.processID = shutdown.process.pid
    self.monitor = shutdown.monitor
    self.shutdown = shutdown
    self.isStopping = isStopping
    ending = Task {
      let reason = await Self.reasonToEnd(shutdown)
      let outcome = await shutdown.process.exit
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
