/// A guest of four instructions, that tells by QEMU's exit status that it ran.
enum ProbeGuest {
  /// QEMU's exit status when the guest has written `value`; QEMU, hw/misc/debugexit.c.
  static let answer = Int32(value) << 1 | 1

  private static let value: UInt8 = 0x10
  private static let port: UInt8 = 0xf4

  /// A firmware image of the least size that QEMU takes, 64 KiB: it ends where the processor starts, 16 bytes below
  /// 4 GiB; Intel SDM, volume 3, "First Instruction Executed".
  static var firmware: [UInt8] {
    let code: [UInt8] = [
      0xb0, value,  // mov al, value
      0xe6, port,  // out port, al
      0xf4,  // hlt
      0xeb, 0xfd,  // jmp to the hlt
    ]
    return [UInt8](repeating: 0, count: 0x1_0000 - 16) + code + [UInt8](repeating: 0, count: 16 - code.count)
  }

  static func arguments(_ accelerator: Accelerator, firmware: String) -> [String] {
    [
      "-no-user-config", "-nodefaults", "-machine", "q35", "-accel", accelerator.rawValue, "-m", "16M",
      "-display", "none", "-no-reboot", "-bios", firmware,
      "-device", "isa-debug-exit,iobase=\(port),iosize=4",
    ]
  }
}
