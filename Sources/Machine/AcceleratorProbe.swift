private import Files
private import Foundation
private import Subprocess

/// Finds out whether KVM works here, by running a guest that must answer.
///
/// A `/dev/kvm` that can be opened proves nothing: there are hosts where QEMU fails with it, or starts and the guest
/// does not get anywhere.
public struct AcceleratorProbe: Sendable {
  /// What was decided, and why.
  public struct Verdict: Hashable, Sendable {
    public let accelerator: Accelerator
    /// One sentence, for people.
    public let evidence: String
    public let duration: Duration
  }

  private let emulator: String
  private let device: String
  private let limit: Duration

  /// - Parameter limit: how long the guest may take to answer; with a working KVM it takes a fraction of a second.
  public init(
    emulator: String = "qemu-system-x86_64", device: String = "/dev/kvm", limit: Duration = .seconds(3)
  ) {
    self.emulator = emulator
    self.device = device
    self.limit = limit
  }

  /// Decides, unless `forced` has: then nothing is tried.
  ///
  /// - Throws: `SubprocessError` when QEMU cannot be executed, `FileError` when the temporary folder takes no
  ///   file, `CancellationError`.
  public func verdict(forced: Accelerator? = nil) async throws -> Verdict {
    let start = ContinuousClock.now
    let (accelerator, evidence) = try await decide(forced)
    return Verdict(accelerator: accelerator, evidence: evidence, duration: .now - start)
  }

  private func decide(_ forced: Accelerator?) async throws -> (Accelerator, String) {
    if let forced { return (forced, "\(forced.rawValue) was asked for") }
    if let reason = whyClosed() { return (.tcg, "\(device) cannot be opened: \(reason)") }
    switch try await ask(.kvm) {
    case .answered: return (.kvm, "a guest ran with \(device)")
    case .silent:
      return (.tcg, "\(device) opens, but a guest did not get through a short loop within \(limit)")
    case .failed(let reason): return (.tcg, "\(device) opens, but QEMU failed with it: \(reason)")
    }
  }

  /// How much longer a short loop takes a guest than on a host where guests run at a processor's own speed: by what runs them, and by what else
  /// this host has to do just now. At least 1; nil where no guest could be run.
  ///
  /// - Throws: `CancellationError`.
  public static func slowness(of accelerator: Accelerator) async throws -> Double? {
    let start = ContinuousClock.now
    do {
      guard try await AcceleratorProbe(limit: .seconds(60)).ask(accelerator) == .answered else { return nil }
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      return nil
    }
    return max(1, start.duration(to: .now) / usualAnswer)
  }

  /// QEMU's start and the loop, with KVM.
  private static let usualAnswer = Duration.milliseconds(300)

  private func whyClosed() -> String? {
    let descriptor = open(device, O_RDWR | O_CLOEXEC)
    if descriptor < 0 { return String(cString: strerror(errno)) }
    close(descriptor)
    return nil
  }

  enum Answer: Hashable {
    case answered
    case silent
    case failed(String)
  }

  /// Runs the guest with an accelerator.
  func ask(_ accelerator: Accelerator) async throws -> Answer {
    let folder = try TemporaryFolder()
    let firmware = folder.path + "/firmware"
    do {
      try Data(ProbeGuest.firmware).write(to: URL(fileURLWithPath: firmware))
    } catch {
      throw FileError("cannot make \(firmware)", because: error)
    }
    let arguments = ProbeGuest.arguments(accelerator, firmware: firmware)
    do {
      let limits = Limits(deadline: limit, grace: .seconds(1))
      let outcome = try await run(Command(emulator, arguments), limits: limits)
      if outcome.status == .exited(ProbeGuest.answer) { return .answered }
      return .failed(([outcome.status.description] + complaint(outcome.stderr)).joined(separator: ", "))
    } catch SubprocessError.deadlinePassed {
      return .silent
    }
  }

  /// The first line that QEMU wrote, but for its warnings.
  private func complaint(_ output: Data) -> [String] {
    let lines = text(output).split(separator: "\n").filter { !$0.contains("warning:") }
    return lines.prefix(1).map(String.init)
  }
}

/// A guest of 256 bytes that shows that it runs, and at a processor's speed.
///
/// It goes to 64-bit mode, as every kernel does, and counts to 100 million there: some hosts emulate such a guest one
/// instruction at a time, where a loop that takes QEMU's translator 0.2 s would take minutes.
enum ProbeGuest {
  /// QEMU's exit status when the guest writes `value` to the port; QEMU, hw/misc/debugexit.c.
  static let answer = Int32(value) << 1 | 1

  private static let value: UInt8 = 0x10
  private static let port: UInt8 = 0xf4

  /// The least firmware that QEMU takes, 64 KiB, that end where the processor starts, 16 bytes below 4 GiB; Intel SDM,
  /// volume 3, "First Instruction Executed". The guest finds its own code at 0xfff00, where QEMU shows it once more.
  static var firmware: [UInt8] {
    let code =
      padded(realMode, to: 0x20) + padded(protectedMode, to: 0x60) + padded(longMode, to: 0x20)
      + padded(descriptors, to: 0x20) + padded(descriptorTable, to: 0x30) + padded(resetVector, to: 0x10)
    return [UInt8](repeating: 0, count: 0x1_0000 - code.count) + code
  }

  static func arguments(_ accelerator: Accelerator, firmware: String) -> [String] {
    [
      "-no-user-config", "-nodefaults", "-machine", "q35", "-accel", accelerator.rawValue,
      "-cpu", Architecture.x86_64.processor(accelerator), "-m", "16M", "-display", "none", "-no-reboot",
      "-bios", firmware, "-device", "isa-debug-exit,iobase=\(port),iosize=4",
    ]
  }

  private static func padded(_ bytes: [UInt8], to size: Int) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: size - bytes.count)
  }

  /// At 0xfff00.
  private static let realMode: [UInt8] = [
    0x2e, 0x66, 0x0f, 0x01, 0x16, 0xc0, 0xff,  // lgdt cs:[0xffc0], the descriptor table below
    0x0f, 0x20, 0xc0,  // mov eax, cr0
    0x0c, 0x01,  // or al, 1: protection
    0x0f, 0x22, 0xc0,  // mov cr0, eax
    0x66, 0xea, 0x20, 0xff, 0x0f, 0x00, 0x08, 0x00,  // jmp 0x08:0xfff20, protected mode below
  ]

  /// At 0xfff20. Page tables at 0x1000, 0x2000 and 0x3000 map the first 2 MiB to themselves.
  private static let protectedMode: [UInt8] = [
    0x66, 0xb8, 0x10, 0x00,  // mov ax, 0x10
    0x8e, 0xd8,  // mov ds, ax
    0xc7, 0x05, 0x00, 0x10, 0x00, 0x00, 0x03, 0x20, 0x00, 0x00,  // mov dword [0x1000], 0x2003
    0xc7, 0x05, 0x00, 0x20, 0x00, 0x00, 0x03, 0x30, 0x00, 0x00,  // mov dword [0x2000], 0x3003
    0xc7, 0x05, 0x00, 0x30, 0x00, 0x00, 0x83, 0x00, 0x00, 0x00,  // mov dword [0x3000], 0x83
    0xb8, 0x00, 0x10, 0x00, 0x00,  // mov eax, 0x1000
    0x0f, 0x22, 0xd8,  // mov cr3, eax
    0xb8, 0x20, 0x00, 0x00, 0x00,  // mov eax, 0x20: physical address extension
    0x0f, 0x22, 0xe0,  // mov cr4, eax
    0xb9, 0x80, 0x00, 0x00, 0xc0,  // mov ecx, 0xc0000080: EFER
    0x0f, 0x32,  // rdmsr
    0x80, 0xcc, 0x01,  // or ah, 1: long mode
    0x0f, 0x30,  // wrmsr
    0x0f, 0x20, 0xc0,  // mov eax, cr0
    0x0d, 0x00, 0x00, 0x00, 0x80,  // or eax, 0x80000000: paging
    0x0f, 0x22, 0xc0,  // mov cr0, eax
    0xea, 0x80, 0xff, 0x0f, 0x00, 0x18, 0x00,  // jmp 0x18:0xfff80, long mode below
  ]

  /// At 0xfff80.
  private static let longMode: [UInt8] = [
    0xb9, 0x00, 0xe1, 0xf5, 0x05,  // mov ecx, 100000000
    0xff, 0xc9,  // dec ecx
    0x75, 0xfc,  // jnz to the dec
    0xb0, value,  // mov al, value
    0xe6, port,  // out port, al
    0xf4,  // hlt
    0xeb, 0xfd,  // jmp to the hlt
  ]

  /// At 0xfffa0: none, 32-bit code, data, 64-bit code; marked as accessed, since the processor cannot write here.
  private static let descriptors: [UInt8] = [
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0xff, 0xff, 0x00, 0x00, 0x00, 0x9b, 0xcf, 0x00,
    0xff, 0xff, 0x00, 0x00, 0x00, 0x93, 0xcf, 0x00,
    0xff, 0xff, 0x00, 0x00, 0x00, 0x9b, 0xaf, 0x00,
  ]

  /// At 0xfffc0: the last byte's offset, and the address.
  private static let descriptorTable: [UInt8] = [0x1f, 0x00, 0xa0, 0xff, 0x0f, 0x00]

  /// At 0xffff0.
  private static let resetVector: [UInt8] = [0xe9, 0x0d, 0xff]  // jmp to real mode above
}

/// What executes the guest's instructions.
public enum Accelerator: String, Hashable, Sendable, Codable, CaseIterable {
  /// The host's own processor, through `/dev/kvm`.
  case kvm
  /// QEMU's translator: works everywhere, and is several times slower.
  case tcg

  /// What a time limit chosen for KVM is multiplied with.
  public var timeScale: Int {
    switch self {
    case .kvm: 1
    case .tcg: 10
    }
  }
}
