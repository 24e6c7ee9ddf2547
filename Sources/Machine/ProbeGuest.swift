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
