import Foundation
import Subprocess
import Testing

@testable import Machine

/// With a real QEMU, whose guest is its firmware that finds nothing to boot.
struct VirtualMachineTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func configuration() -> MachineConfiguration {
    MachineConfiguration(accelerator: .tcg, memory: 64 << 20, network: nil, serialLog: scratch.file("serial"))
  }

  @Test func aSessionWithTheMonitor() async throws {
    var machine = configuration()
    machine.disks = [
      .init(path: scratch.file("odd, name:x.qcow2")), .init(path: scratch.file("b"), discardsWrites: true),
    ]
    machine.network = .init()
    machine.serialLog = scratch.file("serial, a=b")
    for disk in machine.disks { try await QemuImage().create(disk.path, size: 1 << 20) }
    let screen = scratch.file("screen, 1.png")
    let exit = try await VirtualMachine.running(machine) { machine in
      #expect(try await machine.monitor.runState() == "running")
      #expect(try await machine.monitor.blockStatistics().map(\.device) == ["disk0", "disk1"])
      #expect(try await machine.monitor.networkPositions() == [0, 0], "no driver has begun")
      try await machine.monitor.screenshot(to: screen)
      await #expect(
        throws: QMPError.refused(class: "CommandNotFound", reason: "The command no-such has not been found")
      ) {
        try await machine.monitor.execute("no-such")
      }
      try await machine.monitor.quit()
      return try await machine.exit()
    }
    #expect(exit.reason == .stopped)
    #expect(try Data(contentsOf: URL(fileURLWithPath: screen)).starts(with: [0x89, 0x50, 0x4e, 0x47]))
    #expect(FileManager.default.fileExists(atPath: scratch.file("serial, a=b")))
  }

  /// Its firmware knows no power button.
  @Test func aGuestThatDoesNotSwitchItselfOffIsEnded() async throws {
    var machine = configuration()
    machine.isInteractive = true
    let exit = try await VirtualMachine.running(machine) { machine in
      #expect(machine.serialPort != nil)
      return await machine.powerDown(within: .milliseconds(500))
    }
    #expect(exit.reason == .stopped)
    #expect(FileManager.default.fileExists(atPath: scratch.file("serial")))
  }

  @Test func whatQEMUSaysAtItsEarlyEndIsKept() async throws {
    var machine = configuration()
    machine.disks = [.init(path: scratch.file("missing.qcow2"))]
    let error = await #expect(throws: MachineError.self) {
      try await VirtualMachine.running(machine) { _ in }
    }
    #expect("\(try #require(error))".contains("missing.qcow2': No such file or directory"))
    #expect("\(try #require(error))".hasPrefix("QEMU ended at once (exit status 1)"))
  }

  @Test func anEmulatorWithoutAMonitorIsEnded() async throws {
    let mark = scratch.file("pid")
    let silent = try scratch.script("echo $$ > '\(mark)'; exec sleep 600")
    let error = await #expect(throws: MachineError.self) {
      try await VirtualMachine.running(configuration(), emulator: silent, startLimit: .seconds(1)) { _ in }
    }
    #expect(
      "\(try #require(error))".hasPrefix("QEMU's monitor did not answer within 1.0 seconds: cannot connect"),
      "\(String(describing: error))")
    let pid = try #require(Int32(scratch.contents(of: "pid").trimmingCharacters(in: .whitespacesAndNewlines)))
    #expect(!isRunning(pid))
  }

  @Test func aMissingEmulatorIsNamed() async throws {
    let error = await #expect(throws: SubprocessError.self) {
      try await VirtualMachine.running(configuration(), emulator: "qemu-system-none") { _ in }
    }
    #expect("\(try #require(error))".hasPrefix("qemu-system-none: not found in PATH"))
  }

  /// Of the two architectures, one is not this host's.
  @Test func KVMRunsNoForeignGuest() async throws {
    let foreign = try #require(Architecture.allCases.first { $0 != Architecture.host })
    var machine = configuration()
    machine.architecture = foreign
    machine.accelerator = .kvm
    let error = await #expect(throws: MachineError.self) {
      try await VirtualMachine.running(machine) { _ in }
    }
    #expect(
      error?.description
        == "cannot start a virtual machine: KVM runs guests of this host's own architecture only, "
        + "not \(foreign.rawValue)")
  }

  @Test func theEndOfTheScopeIsTheEndOfTheMachine() async throws {
    let pid = try await VirtualMachine.running(configuration()) { $0.processID }
    #expect(!isRunning(pid))
  }

  /// Known by the folder that it works in.
  @Test(.enabled(if: findExecutable("swtpm") != nil, "no swtpm"))
  func aTPMLivesAsLongAsItsMachine() async throws {
    var machine = configuration()
    machine.tpmState = scratch.file("tpm, state")
    try FileManager.default.createDirectory(
      atPath: scratch.file("tpm, state"), withIntermediateDirectories: true)
    func tpms() throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { pid in
        let cwd = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd")
        return cwd == machine.tpmState
      }
    }
    let state = try #require(machine.tpmState)
    try await VirtualMachine.running(machine) { machine in
      let devices = try await machine.monitor.execute("query-tpm")
      #expect("\(devices)".contains("tpm-tis"), "\(devices)")
      #expect(try tpms().count == 1)
    }
    #expect(try tpms() == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: state).contains("tpm2-00.permall"))
    machine.disks = [.init(path: scratch.file("missing.qcow2"))]
    await #expect(throws: MachineError.self) { try await VirtualMachine.running(machine) { _ in } }
    #expect(try tpms() == [], "its machine did not start")
  }

  @Test func anErrorInTheScopeEndsTheMachineToo() async throws {
    let pids = AsyncStream.makeStream(of: Int32.self)
    await #expect(throws: QMPError.closed) {
      try await VirtualMachine.running(configuration()) { machine in
        pids.continuation.yield(machine.processID)
        throw QMPError.closed
      }
    }
    #expect(!isRunning(try #require(await pids.stream.first { _ in true })))
  }

  @Test func cancellingEndsTheMachine() async throws {
    let started = AsyncStream.makeStream(of: Int32.self)
    let configuration = configuration()
    let task = Task {
      try await VirtualMachine.running(configuration) { machine in
        started.continuation.yield(machine.processID)
        return try await machine.exit()
      }
    }
    let pid = try #require(await started.stream.first { _ in true })
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(!isRunning(pid))
  }

  @Test(arguments: [
    (SIGTERM, MachineExit.Reason.stopped, "exit status 0"), (SIGKILL, .died, "signal 9 (Killed)"),
  ])
  func aSignalFromOutsideIsTold(signal: Int32, reason: MachineExit.Reason, status: String) async throws {
    let exit = try await VirtualMachine.running(configuration()) { machine in
      kill(machine.processID, signal)
      return try await machine.exit()
    }
    #expect(exit.reason == reason)
    #expect(exit.status == status)
  }

  @Test func aQEMUThatDoesNotListenIsKilled() async throws {
    let socket = scratch.file("qmp")
    let process = try await ChildProcess.start(
      Command("qemu-system-x86_64", try configuration().arguments(monitor: socket)))
    let monitor = try await QMPClient.connect(to: socket, timeout: .seconds(30))
    kill(process.pid, SIGSTOP)
    let machine = VirtualMachine(Shutdown(process: process, monitor: monitor, patience: .milliseconds(100)))
    let exit = await machine.stop()
    #expect(exit.reason == .stopped)
    #expect(exit.status == "signal 9 (Killed)")
    #expect(!isRunning(process.pid))
  }

  @Test func aFullHostDiskEndsTheMachineThatWaitsForRoom() async throws {
    let event = """
      {"event": "BLOCK_IO_ERROR", "data": {"action": "stop", "operation": "write", "nospace": true, \
      "reason": "No space left on device"}}

      """
    let peer = try FakeMonitor(in: scratch) { line in
      if line.isEmpty { return "" }
      return line.contains("qmp_capabilities") ? #"{"return": {}, "id": 1}"# + "\n" + event : nil
    }
    let process = try await ChildProcess.start(Command("sleep", ["600"]))
    let monitor = try await QMPClient.connect(to: peer.path, timeout: .seconds(10))
    let machine = VirtualMachine(Shutdown(process: process, monitor: monitor, patience: .milliseconds(100)))
    let exit = try await machine.exit()
    #expect(exit.description == "a disk of the machine failed on the host: write: No space left on device")
    #expect(exit.reason == .diskFailed("write: No space left on device", isFull: true))
    #expect(exit.status == "signal 15 (Terminated)")
  }
}
