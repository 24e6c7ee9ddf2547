import Testing

@testable import Machine

struct MachineArgumentsTests {
  private static let plain = MachineConfiguration(
    accelerator: .kvm, memory: 1 << 30, network: nil, serialLog: "/w/serial")

  @Test func aPlainMachineIsSpeltOut() throws {
    #expect(
      try Self.plain.arguments(monitor: "/t/qmp") == [
        "-no-user-config", "-nodefaults", "-machine", "q35", "-accel", "kvm", "-cpu", "host", "-smp", "1",
        "-m", "1024M", "-no-reboot", "-device", "virtio-rng-pci", "-device", "pvpanic-pci",
        "-display", "none", "-vga", "std", "-chardev", "file,id=serial,path=/w/serial", "-serial",
        "chardev:serial",
        "-chardev", "socket,id=qmp,path=/t/qmp,server=on,wait=off", "-mon", "chardev=qmp,mode=control",
      ])
  }

  private static let uefi = MachineFirmware.uefi(
    UEFIFirmware(
      code: .init(path: "/f/code,4M.fd"), variables: .init(path: "/w/vars.fd", format: .qcow2)))

  @Test func anARMMachineIsSpeltOut() throws {
    let machine = MachineConfiguration(
      architecture: .aarch64, accelerator: .tcg, firmware: Self.uefi, memory: 1 << 30,
      kernel: .init(image: "/k", initrd: "/i", commandLine: "console=ttyAMA0"),
      cdroms: ["/a.iso", "/b.iso"], network: nil, serialLog: "/w/serial")
    #expect(machine.architecture.emulator == "qemu-system-aarch64")
    #expect(
      try machine.arguments(monitor: "/t/qmp") == [
        "-no-user-config", "-nodefaults", "-machine", "virt,gic-version=max",
        "-accel", "tcg,thread=multi,tb-size=512", "-cpu", "max,pauth-impdef=on", "-smp", "1", "-m", "1024M",
        "-no-reboot", "-device", "virtio-rng-pci", "-device", "pvpanic-pci",
        "-drive", "if=pflash,unit=0,format=raw,readonly=on,file=/f/code,,4M.fd",
        "-drive", "if=pflash,unit=1,format=qcow2,file=/w/vars.fd",
        "-display", "none", "-device", "virtio-gpu-pci",
        "-chardev", "file,id=serial,path=/w/serial", "-serial", "chardev:serial",
        "-chardev", "socket,id=qmp,path=/t/qmp,server=on,wait=off", "-mon", "chardev=qmp,mode=control",
        "-kernel", "/k", "-initrd", "/i", "-append", "console=ttyAMA0",
        "-device", "virtio-scsi-pci,id=scsi",
        "-drive", "if=none,id=cdrom0,media=cdrom,readonly=on,format=raw,file=/a.iso",
        "-device", "scsi-cd,bus=scsi.0,drive=cdrom0",
        "-drive", "if=none,id=cdrom1,media=cdrom,readonly=on,format=raw,file=/b.iso",
        "-device", "scsi-cd,bus=scsi.0,drive=cdrom1",
      ])
  }

  @Test func secureBootAndATPMAreSpeltOut() throws {
    var machine = Self.plain
    machine.firmware = .uefi(
      UEFIFirmware(
        code: .init(path: "/f/code.fd"), variables: .init(path: "/w/vars.fd"), requiresSMM: true))
    let arguments = try machine.arguments(monitor: "/t/qmp", tpm: "/t/a,b")
    for expected in [
      ["-machine", "q35,smm=on", "-accel"],
      [
        "-global", "driver=cfi.pflash01,property=secure,value=on", "-global", "ICH9-LPC.disable_s3=1",
        "-drive", "if=pflash,unit=0,format=raw,readonly=on,file=/f/code.fd",
        "-drive", "if=pflash,unit=1,format=raw,file=/w/vars.fd",
        "-chardev", "socket,id=tpm,path=/t/a,,b", "-tpmdev", "emulator,id=tpm0,chardev=tpm",
        "-device", "tpm-tis,tpmdev=tpm0", "-display",
      ],
    ] { #expect(arguments.firstRange(of: expected) != nil, "\(arguments)") }
  }

  /// A change to the plain machine, and arguments that must follow one another because of it.
  struct Case: Sendable {
    let expected: [String]
    let change: @Sendable (inout MachineConfiguration) -> Void
  }

  static let cases: [Case] = [
    Case(expected: ["-accel", "tcg,thread=multi,tb-size=512", "-cpu", "max,la57=off,-cx16"]) {
      $0.accelerator = .tcg
    },
    Case(expected: ["-smp", "3"]) { $0.cpus = 3 },
    Case(expected: ["-m", "1536M"]) { $0.memory = 1536 << 20 },
    Case(expected: ["-m", "1M"]) { $0.memory = (2 << 20) - 1 },
    Case(expected: ["-kernel", "/k,1", "-initrd", "/i", "-append", "url=http://x/a,b --- quiet"]) {
      $0.kernel = .init(image: "/k,1", initrd: "/i", commandLine: "url=http://x/a,b --- quiet")
    },
    Case(expected: ["-kernel", "/k", "-append", "no_timer_check quiet"]) {
      $0.accelerator = .tcg
      $0.kernel = .init(image: "/k", initrd: nil, commandLine: "quiet")
    },
    Case(expected: ["-kernel", "/k", "-append", ""]) {
      $0.kernel = .init(image: "/k", initrd: nil, commandLine: "")
    },
    Case(expected: [
      "-drive", "if=none,id=disk0,format=qcow2,cache=unsafe,discard=unmap,detect-zeroes=unmap,file=/d/a",
      "-device", "virtio-blk-pci,drive=disk0",
      "-drive",
      "if=none,id=disk1,format=raw,cache=unsafe,discard=unmap,detect-zeroes=unmap,snapshot=on,file=/d/b",
      "-device", "virtio-blk-pci,drive=disk1",
    ]) { $0.disks = [.init(path: "/d/a"), .init(path: "/d/b", format: .raw, discardsWrites: true)] },
    Case(expected: [
      "-drive", "if=none,id=cdrom0,media=cdrom,readonly=on,format=raw,file=./nbd:x.iso",
      "-device", "ide-cd,bus=ide.0,drive=cdrom0",
    ]) { $0.cdroms = ["nbd:x.iso"] },
    Case(expected: [
      "-drive", "if=pflash,unit=0,format=raw,readonly=on,file=/f/code,,4M.fd",
      "-drive", "if=pflash,unit=1,format=qcow2,file=/w/vars.fd",
    ]) { $0.firmware = Self.uefi },
    Case(expected: ["-netdev", "user,id=net0,ipv6=off", "-device", "virtio-net-pci,netdev=net0,romfile="]) {
      $0.network = .init()
    },
    Case(expected: [
      "-netdev", "user,id=net0,ipv6=off,hostfwd=tcp:127.0.0.1:8080-:80,hostfwd=tcp:127.0.0.1:2222-:22",
    ]) {
      $0.network = .init(forwards: [
        .init(hostPort: 8080, guestPort: 80), .init(hostPort: 2222, guestPort: 22),
      ])
    },
    Case(expected: [
      "-netdev", "user,id=net0,ipv6=off,guestfwd=tcp:10.0.2.100:80-cmd:'/a b,,c/kiln' relay /it/s",
    ]) {
      $0.network = .init(services: [
        .init(address: "10.0.2.100", port: 80, command: ["/a b,c/kiln", "relay", "/it/s"])
      ])
    },
    Case(expected: ["-chardev", "file,id=serial,path=/a,,b=c,,,,d"]) { $0.serialLog = "/a,b=c,,d" },
    Case(expected: ["-m", "1024M", "-device", "virtio-rng-pci"]) { $0.restarts = true },
    Case(expected: [
      "-drive",
      "if=none,id=disk0,format=raw,cache=unsafe,discard=unmap,detect-zeroes=unmap,readonly=on,file=/s.iso",
    ]) { $0.disks = [.init(path: "/s.iso", format: .raw, isReadOnly: true)] },
    Case(expected: [
      "-drive", "if=none,id=disk0,format=qcow2,cache=writeback,discard=unmap,detect-zeroes=unmap,file=/d",
    ]) { $0.disks = [.init(path: "/d", isDurable: true)] },
    Case(expected: [
      "-display", "gtk", "-vga", "std", "-device", "qemu-xhci", "-device", "usb-tablet", "-device", "usb-kbd",
    ]) { $0.display = .window("gtk") },
    Case(expected: ["-display", "vnc=unix:/a,,b/vnc", "-vga", "std"]) {
      $0.display = .vnc(socket: "/a,b/vnc")
    },
  ]

  @Test(arguments: cases) func aChangeShowsInTheArguments(_ example: Case) throws {
    var configuration = Self.plain
    example.change(&configuration)
    let arguments = try configuration.arguments(monitor: "/t/qmp")
    #expect(arguments.firstRange(of: example.expected) != nil, "\(arguments)")
  }

  @Test(arguments: [
    ("disk", "./disk"), ("-disk", "./-disk"), ("ssh:x", "./ssh:x"), ("/a:b", "/a:b"), ("./a", "./a"),
    ("../a", "../a"),
    (".hidden", "./.hidden"),
  ]) func aPathIsNeverTakenForAnythingElse(path: String, expected: String) {
    #expect(blockPath(path) == expected)
  }

  static let refusals: [(String, @Sendable (inout MachineConfiguration) -> Void)] = [
    ("a machine needs a processor, not 0", { $0.cpus = 0 }),
    ("a machine needs memory, not 1048575 bytes", { $0.memory = 1_048_575 }),
    ("aarch64 has no BIOS; its firmware is UEFI", { $0.architecture = .aarch64 }),
    ("a machine takes 6 CD-ROMs, not 7", { $0.cdroms = Array(repeating: "/a", count: 7) }),
    (
      "the kernel command line has 2048 bytes; Linux reads 2047",
      { $0.kernel = .init(image: "/k", initrd: nil, commandLine: String(repeating: "é", count: 1024)) }
    ),
  ]

  @Test(arguments: refusals.indices) func whatCannotBeIsRefused(index: Int) {
    var configuration = Self.plain
    Self.refusals[index].1(&configuration)
    let error = #expect(throws: MachineError.self) { try configuration.arguments(monitor: "/t/qmp") }
    #expect(error?.description == "cannot start a virtual machine: \(Self.refusals[index].0)")
  }

  @Test func aSerialPortToTalkToIsLoggedToo() throws {
    let arguments = try Self.plain.arguments(monitor: "/t/qmp", serial: "/t/serial")
    let expected = "socket,id=serial,path=/t/serial,server=on,wait=off,logfile=/w/serial"
    #expect(
      arguments.firstRange(of: ["-chardev", expected, "-serial", "chardev:serial"]) != nil, "\(arguments)")
  }

  @Test func aSocketPathMayFillTheAddressButNotMore() throws {
    let longest = "/" + String(repeating: "x", count: 106)
    #expect(try Self.plain.arguments(monitor: longest).contains { $0.contains(longest) })
    #expect(throws: MachineError.invalid("the monitor socket's path is over 107 bytes: \(longest)x")) {
      try Self.plain.arguments(monitor: longest + "x")
    }
  }
}
