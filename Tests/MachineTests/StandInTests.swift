import Foundation
import Subprocess
import Testing

@testable import Machine

/// A real boot of the stand-in installer, with the answer file from a server that takes no reports.
struct StandInTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func install(misbehave: String = "none", firmware: MachineFirmware = .bios) async throws
    -> MachineExit
  {
    let answers = """
      d-i kiln-stand-in/misbehave string \(misbehave)
      d-i partman-auto/expert_recipe string kiln :: \\
        128 1128 -1 ext4 method{ format } format{ } use_filesystem{ } filesystem{ ext4 } mountpoint{ / } .

      """
    try Data(answers.utf8).write(to: URL(fileURLWithPath: scratch.file("answers")))
    let standIn = try await StandIn.build()
    let port = try freePort()
    let server = try await ChildProcess.start(
      Command("busybox", ["httpd", "-f", "-p", "127.0.0.1:\(port)", "-h", scratch.path]))
    let configuration = MachineConfiguration(
      accelerator: .tcg, firmware: firmware, memory: 256 << 20,
      kernel: .init(
        image: standIn.kernel, initrd: standIn.initrd,
        commandLine: StandIn.commandLine(answers: "http://10.0.2.2:\(port)/answers")),
      disks: [.init(path: scratch.file("disk.qcow2"))], serialLog: scratch.file("serial"))
    try await QemuImage().create(scratch.file("disk.qcow2"), size: 1 << 30)
    let exit = try await VirtualMachine.running(configuration) { try await $0.exit() }
    await server.terminate(grace: .zero)
    return exit
  }

  private func freePort() throws -> UInt16 {
    let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) | getsockname(descriptor, $0, &length)
      }
    }
    guard status == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
    return UInt16(bigEndian: address.sin_port)
  }

  @Test func anInstallEndsInAPowerOff() async throws {
    let exit = try await install()
    let serial = try scratch.contents(of: "serial")
    #expect(exit.reason == .poweredOff, "\(serial)")
    #expect(exit.status == "exit status 0")
    #expect(serial.contains("stand-in: firmware: bios"))
    let phases = ["started", "partitioning", "bootstrapping", "configuring", "finishing", "finished"]
    #expect(phases.allSatisfy { serial.contains("stand-in: phase \($0)\r\n") }, "\(serial)")
    #expect(try await QemuImage().info(scratch.file("disk.qcow2")).actualSize > 2 << 20)
    #expect(try await QemuImage().check(scratch.file("disk.qcow2")).isSound)
  }

  /// The kernel is given to QEMU, and the firmware starts it.
  @Test func theSameUnderUEFI() async throws {
    let firmware = try FirmwareSearch().uefi(for: .x86_64).forOneMachine(variables: scratch.file("vars.fd"))
    let exit = try await install(firmware: .uefi(firmware))
    let serial = try scratch.contents(of: "serial")
    #expect(exit.reason == .poweredOff, "\(serial)")
    #expect(serial.contains("stand-in: firmware: uefi"), "\(serial)")
  }

  @Test func aKernelPanicIsTold() async throws {
    let exit = try await install(misbehave: "crash")
    #expect(exit.reason == .panicked)
    #expect(try scratch.contents(of: "serial").contains("Kernel panic - not syncing: sysrq triggered crash"))
  }

  /// Digests of the stand-in enter keys.
  @Test func theSameInputsGiveTheSameBytes() async throws {
    let first = try await StandIn.build()
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
      path: "../StandIn/build.sh")
    try await checked(Command(script.path, [scratch.path]))
    let digests = try [first.initrd, scratch.file("initrd.gz")].map {
      try Data(contentsOf: URL(fileURLWithPath: $0))
    }
    #expect(digests[0] == digests[1])
  }
}
