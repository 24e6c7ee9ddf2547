import Dispatch
import Foundation
import Machine
import Synchronization

/// Disks opened with libguestfs: one appliance, started once, for all that is done to a layer.
///
/// Its calls run one after another on a thread of its own. Should this process die, libguestfs' recovery process, which
/// watches its parent, ends QEMU within 5 s; a folder `/tmp/libguestfs…` of a few files then stays. Start one session
/// for many steps: under emulation a start takes 6 s on an idle machine and 25 s on a busy one, a command 1 s and more.
public actor GuestSession {
  let handle: GuestHandle
  let channel: CommandChannel
  /// The file system that holds the operating system; nil before ``mountSystem()``.
  var root: String?
  /// Of that system; nil before it was asked for.
  var packageFormat: String?
  /// Where the system's own file systems are mounted; empty before ``mountSystem()``.
  var ownMounts: Set<String> = []
  /// What the system mounts where, in order, with the options that worked; empty before ``mountSystem()``.
  var systemMounts: [SystemMount] = []
  /// The fstab that tells so.
  var table: [UInt8] = []
  /// What the appliance's kernel calls the disks, in their order; empty where their addresses do not tell.
  private var diskNames: [String] = []
  /// The appliance's own host name, which a script may change.
  var hostName = ""
  /// The appliance's kernel settings as they were; empty before ``noteKernelSettings()``.
  var kernelSettings = ""
  /// The monitor of the appliance's QEMU, once it was asked for anything.
  var monitor: QMPClient?
  /// Images that the disks were given in place of their own, and how many there have been.
  var stateNodes: [String] = []
  var nodeCount = 0
  /// What the package sources were and were made, by path; until ``restoreMirrors(mirrors:)``.
  var sources: [SubstitutedSource] = []
  let log: @Sendable (String) -> Void
  let diskCount: Int
  let epoch: Int64?
  let takesExpiredArchives: Bool
  private let events: GuestEvents
  private let thread = GuestThread()

  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    thread.asUnownedSerialExecutor()
  }

  /// Starts the appliance over these disks, in this order; a start that fails is tried once more.
  ///
  /// Nothing is flushed to the host's disks before this process or another syncs the files.
  /// - Parameter log: gets the messages of libguestfs and its appliance; from any thread.
  /// - Throws: ``GuestError``; `CancellationError` if the task was cancelled, which ends QEMU.
  public static func open(
    disks: [GuestDisk],
    settings: GuestSettings,
    log: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws -> GuestSession {
    do {
      return try await startInOrder(disks, settings, limit: settings.launchLimit / 2, log)
    } catch let error as GuestError {
      guard case .launch = error else { throw error }
      // A guest that hangs or panics while it boots need not do so again, and nothing was done to the disks yet.
      log("\(error)\ntrying once more")
      return try await start(disks, settings, limit: settings.launchLimit, log)
    }
  }

  /// Of what is to be the same each time, GRUB writes down what the kernel calls the disk (grub-probe's hints): there the appliance
  /// is started again, a few times, where its kernel has named the disks in another order.
  private static func startInOrder(
    _ disks: [GuestDisk], _ settings: GuestSettings, limit: Duration,
    _ log: @escaping @Sendable (String) -> Void
  ) async throws -> GuestSession {
    for _ in 0..<3 where settings.epoch != nil {
      let session = try await start(disks, settings, limit: limit, log)
      let names = await session.diskNames
      if names.isEmpty || names.elementsEqual(DeviceNames.inOrder.prefix(disks.count)) { return session }
      log("the appliance's kernel calls the disks \(names.joined(separator: ", ")): trying again")
      await session.abandon()
    }
    return try await start(disks, settings, limit: limit, log)
  }

  private static func start(
    _ disks: [GuestDisk], _ settings: GuestSettings, limit: Duration,
    _ log: @escaping @Sendable (String) -> Void
  ) async throws -> GuestSession {
    let session = try GuestSession(disks: disks, settings: settings, log: log)
    do {
      try await session.launch(limit: limit)
    } catch {
      await session.abandon()
      throw error
    }
    return session
  }

  private init(
    disks: [GuestDisk],
    settings: GuestSettings,
    log: @escaping @Sendable (String) -> Void
  ) throws {
    self.log = log
    diskCount = disks.count
    epoch = settings.epoch
    takesExpiredArchives = settings.takesExpiredArchives
    events = GuestEvents(log: log)
    handle = try GuestHandle(events: events)
    try handle.configure(settings)
    for disk in disks { try handle.add(disk) }
    channel = try CommandChannel()
    // Else QEMU pauses where the host's disk is full (its `werror=enospc`), and a call never returns.
    try handle.config("-global", "scsi-hd.werror=report")
    // As small as a block of any file system, so that each free one can be discarded.
    try handle.config("-global", "scsi-hd.discard_granularity=512")
    try handle.config("-qmp", "unix:\(handle.monitorSocket),server=on,wait=off")
    for (parameter, value) in channel.arguments { try handle.config(parameter, value) }
  }

  private func launch(limit: Duration) async throws {
    handle.throwErrorsOnly()
    do {
      try await interruptible("the start of the appliance", limit: limit) {
        try handle.launch()
        let script = """
          touch \(Self.beginning)
          \(EraseScript.discardsWriteZeros)
          \(DeviceNames.byAddress)
          disks_by_address /dev
          cat /proc/sys/kernel/hostname
          """
        let lines = try handle.applianceShell(script).split(separator: "\n").map(String.init)
        hostName = lines.last ?? ""
        diskNames = Array(lines.dropLast().prefix(diskCount))
      }
    } catch GuestError.call(_, _, let reason, _) {
      throw GuestError.launch(reason: reason, console: events.lastConsoleLines)
    } catch let error as GuestError {
      guard case .timedOut = error else { throw error }
      throw GuestError.launch(reason: "\(error)", console: events.lastConsoleLines)
    }
  }

  /// Unmounts, so that all is written, and ends the appliance. The session is of no use afterwards, even on an error.
  /// - Throws: ``GuestError`` if anything could not be written.
  public func close() throws {
    defer { abandon() }
    try handle.unmountAll()
    try handle.shutdown()
  }

  /// Ends the appliance without a care for what is not written: for a layer that is thrown away.
  public func abandon() {
    handle.close()
    channel.close()
  }

  /// The same as what `work` does, ended with QEMU when it takes longer: for disks that may be hostile.
  ///
  /// - Parameter what: completes "… took longer than".
  /// - Throws: ``GuestError/timedOut(what:limit:)``; what `work` throws; `CancellationError`.
  public func within<Value: Sendable>(
    _ limit: Duration, _ what: String, _ work: @Sendable (isolated GuestSession) throws -> Value
  ) async throws -> Value {
    try await interruptible(what, limit: limit) { try work(self) }
  }

  /// Runs blocking work that ends with QEMU: when `limit` passes, or the task is cancelled.
  func interruptible<Value>(
    _ what: String,
    limit: Duration?,
    _ work: () throws -> Value
  ) async throws -> Value {
    guard channel.stopped == nil else { throw GuestError.closed }
    let deadline = Deadline(after: limit) { [channel] in channel.stop(.timedOut) }
    defer { deadline.cancel() }
    let result: Result<Value, any Error> = await withTaskCancellationHandler {
      // Without a mention of self, the closure would run on the cooperative pool and block it.
      self.assertIsolated()
      return Result { try work() }
    } onCancel: {
      channel.stop(.cancelled)
    }
    switch channel.stopped {
    case .timedOut: throw GuestError.timedOut(what: what, limit: limit ?? .zero)
    case .cancelled: throw CancellationError()
    case .refused: throw GuestError.closed
    case nil: return try result.get()
    }
  }
}

/// An executor with a thread of its own: libguestfs calls block for minutes, which the cooperative pool must not.
private final class GuestThread: SerialExecutor {
  private let queue = WorkQueue()

  init() {
    let queue = queue
    let thread = Thread { queue.drain() }
    thread.name = "guest"
    thread.start()
  }

  deinit {
    queue.add(.stop)
  }

  func enqueue(_ job: consuming ExecutorJob) {
    queue.add(.job(UnownedJob(job), on: self))
  }
}

/// What the thread does next; a job keeps its executor alive until it has run.
private enum Work: Sendable {
  case job(UnownedJob, on: GuestThread)
  case stop
}

private final class WorkQueue: Sendable {
  private let waiting = Mutex<[Work]>([])
  private let available = DispatchSemaphore(value: 0)

  func add(_ work: Work) {
    waiting.withLock { $0.append(work) }
    available.signal()
  }

  func drain() {
    while true {
      available.wait()
      guard case .job(let job, let thread) = waiting.withLock({ $0.removeFirst() }) else { return }
      job.runSynchronously(on: thread.asUnownedSerialExecutor())
    }
  }
}

/// Does something after a while unless it is cancelled; not on the cooperative pool, which may be busy just then.
private struct Deadline {
  private let source: (any DispatchSourceTimer)?

  /// - Parameter limit: nil is never.
  init(after limit: Duration?, action: @escaping @Sendable () -> Void) {
    guard let limit else {
      source = nil
      return
    }
    let source = DispatchSource.makeTimerSource()
    source.schedule(deadline: .now() + limit / .seconds(1))
    source.setEventHandler(handler: action)
    source.activate()
    self.source = source
  }

  func cancel() { source?.cancel() }
}
