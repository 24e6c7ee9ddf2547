private import Text

extension MachineConfiguration {
  /// The arguments for the architecture's emulator, from QEMU 7.1 on; qemu(1).
  ///
  /// - Parameters:
  ///   - monitor: where QEMU makes its QMP socket.
  ///   - serial: where it makes a socket for the first serial port; nil for a port that is only logged.
  ///   - tpm: where the socket of the machine's TPM is; nil for a machine without one.
  /// - Throws: `MachineError.invalid` for what QEMU or the guest would not take, or would silently cut.
  public func arguments(
    monitor: String, serial: String? = nil, tpm: String? = nil
  ) throws(MachineError) -> [String] {
    try validate(monitor: monitor)
    return processor + flash + (tpm.map(Self.tpm) ?? []) + screen + consoles(monitor: monitor, serial: serial)
      + boot
      + disks.enumerated().flatMap(Self.disk)
      + drives
      + networkCard
  }

  private func validate(monitor: String) throws(MachineError) {
    // sizeof(sockaddr_un.sun_path), with the closing NUL; unix(7).
    if monitor.utf8.count > 107 { throw .invalid("the monitor socket's path is over 107 bytes: \(monitor)") }
    if case .vnc(let socket) = display, socket.utf8.count > 107 {
      throw .invalid("the screen's socket has a path of over 107 bytes: \(socket)")
    }
    if architecture == .aarch64, firmware == .bios {
      throw .invalid("aarch64 has no BIOS; its firmware is UEFI")
    }
    if cpus < 1 { throw .invalid("a machine needs a processor, not \(cpus)") }
    if memory < 1 << 20 { throw .invalid("a machine needs memory, not \(memory) bytes") }
    if cdroms.count > 6 { throw .invalid("a machine takes 6 CD-ROMs, not \(cdroms.count)") }
    if let length = kernel.map(commandLine)?.utf8.count, length > 2047 {
      throw .invalid("the kernel command line has \(length) bytes; Linux reads 2047")
    }
  }

  private var processor: [String] {
    let accel =
      switch accelerator {
      case .kvm: "kvm"
      // The buffer for translated code, in MiB: a guest that overruns it is translated anew.
      case .tcg: "tcg,thread=multi,tb-size=512"
      }
    return [
      "-no-user-config", "-nodefaults", "-machine", architecture.machine + (hasSMM ? ",smm=on" : ""),
      "-accel", accel,
      "-cpu", architecture.processor(accelerator, for: baseline),
      "-smp", "\(cpus)", "-m", "\(memory >> 20)M",
    ] + (restarts ? [] : ["-no-reboot"]) + ["-device", "virtio-rng-pci", "-device", "pvpanic-pci"]
  }

  private var hasSMM: Bool {
    guard case .uefi(let uefi) = firmware else { return false }
    return uefi.requiresSMM
  }

  /// The first flash memory is the firmware's code, the second its variables.
  private var flash: [String] {
    guard case .uefi(let uefi) = firmware else { return [] }
    var code = QEMUOption(nil, [("if", "pflash"), ("unit", "0"), ("format", uefi.code.format.rawValue)])
    code.values += [("readonly", "on"), ("file", blockPath(uefi.code.path))]
    var variables = QEMUOption(nil, [("if", "pflash"), ("unit", "1")])
    variables.values += [
      ("format", uefi.variables.format.rawValue), ("file", blockPath(uefi.variables.path)),
    ]
    // OVMF's README, "SMM support": only SMM may write the flash memory, and there is no suspending to memory with it.
    let guarded = [
      "-global", "driver=cfi.pflash01,property=secure,value=on", "-global", "ICH9-LPC.disable_s3=1",
    ]
    return (hasSMM ? guarded : []) + ["-drive", code.text, "-drive", variables.text]
  }

  /// QEMU's docs/specs/tpm.rst.
  private static func tpm(at socket: String) -> [String] {
    let channel = QEMUOption("socket", [("id", "tpm"), ("path", socket)])
    return [
      "-chardev", channel.text, "-tpmdev", "emulator,id=tpm0,chardev=tpm", "-device", "tpm-tis,tpmdev=tpm0",
    ]
  }

  private var screen: [String] {
    let shown =
      switch display {
      case nil: "none"
      case .window(let kind): kind
      case .vnc(let socket): "vnc=unix:" + QEMUOption.escape(socket)
      }
    // A tablet tells where the pointer is, not how it moved: so it is where the user's own is.
    let input = ["-device", "qemu-xhci", "-device", "usb-tablet", "-device", "usb-kbd"]
    return ["-display", shown] + architecture.screen + (display == nil ? [] : input)
  }

  private func consoles(monitor: String, serial: String?) -> [String] {
    let port =
      serial.map {
        QEMUOption(
          "socket",
          [("id", "serial"), ("path", $0), ("server", "on"), ("wait", "off"), ("logfile", serialLog)])
      } ?? QEMUOption("file", [("id", "serial"), ("path", serialLog)])
    let qmp = QEMUOption("socket", [("id", "qmp"), ("path", monitor), ("server", "on"), ("wait", "off")])
    return [
      "-chardev", port.text, "-serial", "chardev:serial",
      "-chardev", qmp.text, "-mon", "chardev=qmp,mode=control",
    ] + secondMonitor
  }

  private var secondMonitor: [String] {
    guard let onlooker else { return [] }
    let qmp = QEMUOption(
      "socket", [("id", "onlooker"), ("path", onlooker), ("server", "on"), ("wait", "off")])
    return ["-chardev", qmp.text, "-mon", "chardev=onlooker,mode=control"]
  }

  private var boot: [String] {
    guard let kernel else { return [] }
    let initrd = kernel.initrd.map { ["-initrd", $0] } ?? []
    return ["-kernel", kernel.image] + initrd + ["-append", commandLine(of: kernel)]
  }

  /// On a busy host the emulated timer's interrupts come late, and Linux panics (`IO-APIC + timer doesn't work`); under KVM
  /// it does not check them either. At the front, since installers hand on what stands at the end.
  private func commandLine(of kernel: Kernel) -> String {
    let isEmulatedPC = accelerator == .tcg && architecture == .x86_64
    return (isEmulatedPC ? "no_timer_check " : "") + kernel.commandLine
  }

  private static func disk(_ index: Int, _ disk: Disk) -> [String] {
    var drive = QEMUOption(nil, [("if", "none"), ("id", "disk\(index)"), ("format", disk.format.rawValue)])
    drive.values += [
      ("cache", disk.isDurable ? "writeback" : "unsafe"), ("discard", "unmap"), ("detect-zeroes", "unmap"),
    ]
    if disk.discardsWrites { drive.values.append(("snapshot", "on")) }
    if disk.isReadOnly { drive.values.append(("readonly", "on")) }
    drive.values.append(("file", blockPath(disk.path)))
    return ["-drive", drive.text, "-device", "virtio-blk-pci,drive=disk\(index)"]
  }

  private var drives: [String] {
    guard !cdroms.isEmpty else { return [] }
    let controller = architecture == .aarch64 ? ["-device", "virtio-scsi-pci,id=scsi"] : []
    return controller + cdroms.enumerated().flatMap { cdrom($0, $1) }
  }

  /// A drive on the bus that the machine has: q35 has IDE, virt has none.
  private func cdrom(_ index: Int, _ path: String) -> [String] {
    let drive = QEMUOption(
      nil,
      [
        ("if", "none"), ("id", "cdrom\(index)"), ("media", "cdrom"), ("readonly", "on"), ("format", "raw"),
        ("file", blockPath(path)),
      ])
    let device =
      switch architecture {
      case .x86_64: "ide-cd,bus=ide.\(index)"
      case .aarch64: "scsi-cd,bus=scsi.0"
      }
    return ["-drive", drive.text, "-device", "\(device),drive=cdrom\(index)"]
  }

  /// Without the card's boot ROM: nothing is booted from the network.
  private var networkCard: [String] {
    guard let network else { return [] }
    let forwards = network.forwards.map { forward in
      (key: "hostfwd", value: "tcp:127.0.0.1:\(forward.hostPort)-:\(forward.guestPort)")
    }
    // The command is parted as a shell would, but run without one: libslirp, `fork_exec`.
    let services = network.services.map { service in
      let command = service.command.map(plainShellWord).joined(separator: " ")
      return (key: "guestfwd", value: "tcp:\(service.address):\(service.port)-cmd:\(command)")
    }
    let closed = network.isClosed ? [(key: "restrict", value: "on")] : []
    let user = QEMUOption("user", [("id", "net0"), ("ipv6", "off")] + closed + forwards + services)
    return ["-netdev", user.text, "-device", "virtio-net-pci,netdev=net0,romfile="]
  }
}

/// One option of QEMU's `key=value,…` syntax; qemu(1), "-device": a comma within a value is written twice.
struct QEMUOption {
  /// What comes before the keys, such as a device's name; nil when the syntax has no such thing.
  var head: String?
  var values: [(key: String, value: String)]

  init(_ head: String? = nil, _ values: [(key: String, value: String)]) {
    self.head = head
    self.values = values
  }

  var text: String {
    let pairs = values.map { "\($0.key)=\(Self.escape($0.value))" }
    return ((head.map { [$0] } ?? []) + pairs).joined(separator: ",")
  }

  static func escape(_ value: String) -> String {
    value.split(separator: ",", omittingEmptySubsequences: false).joined(separator: ",,")
  }
}

/// A path as QEMU's block layer takes it: one that does not start with a slash or a dot might be read as an
/// option, or as `protocol:address`.
func blockPath(_ path: String) -> String {
  path.hasPrefix("/") || path.hasPrefix("./") || path.hasPrefix("../") ? path : "./" + path
}
