extension MachineConfiguration {
  /// The arguments for `qemu-system-x86_64`, from QEMU 7.1 on; qemu(1).
  ///
  /// - Parameter monitor: where QEMU makes its QMP socket.
  /// - Throws: `MachineError.invalid` for what QEMU or the guest would not take, or would silently cut.
  public func arguments(monitor: String) throws(MachineError) -> [String] {
    try validate(monitor: monitor)
    return processor + consoles(monitor: monitor) + boot
      + disks.enumerated().flatMap(Self.disk)
      + cdroms.enumerated().flatMap(Self.cdrom)
      + networkCard
  }

  private func validate(monitor: String) throws(MachineError) {
    // sizeof(sockaddr_un.sun_path), with the closing NUL; unix(7).
    if monitor.utf8.count > 107 { throw .invalid("the monitor socket's path is over 107 bytes: \(monitor)") }
    if cpus < 1 { throw .invalid("a machine needs a processor, not \(cpus)") }
    if memory < 1 << 20 { throw .invalid("a machine needs memory, not \(memory) bytes") }
    if cdroms.count > 6 { throw .invalid("a machine takes 6 CD-ROMs, not \(cdroms.count)") }
    if let length = kernel?.commandLine.utf8.count, length > 2047 {
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
      "-no-user-config", "-nodefaults", "-machine", "q35", "-accel", accel, "-cpu", accelerator.processor,
      "-smp", "\(cpus)", "-m", "\(memory >> 20)M", "-no-reboot",
      "-device", "virtio-rng-pci", "-device", "pvpanic-pci",
    ]
  }

  /// A screen that nobody watches, but that a screenshot shows.
  private func consoles(monitor: String) -> [String] {
    let serial = QEMUOption("file", [("id", "serial"), ("path", serialLog)])
    let qmp = QEMUOption("socket", [("id", "qmp"), ("path", monitor), ("server", "on"), ("wait", "off")])
    return [
      "-display", "none", "-vga", "std",
      "-chardev", serial.text, "-serial", "chardev:serial",
      "-chardev", qmp.text, "-mon", "chardev=qmp,mode=control",
    ]
  }

  private var boot: [String] {
    guard let kernel else { return [] }
    let initrd = kernel.initrd.map { ["-initrd", $0] } ?? []
    return ["-kernel", kernel.image] + initrd + ["-append", kernel.commandLine]
  }

  private static func disk(_ index: Int, _ disk: Disk) -> [String] {
    var drive = QEMUOption(nil, [("if", "none"), ("id", "disk\(index)"), ("format", disk.format.rawValue)])
    drive.values += [("cache", "unsafe"), ("discard", "unmap"), ("detect-zeroes", "unmap")]
    if disk.discardsWrites { drive.values.append(("snapshot", "on")) }
    drive.values.append(("file", blockPath(disk.path)))
    return ["-drive", drive.text, "-device", "virtio-blk-pci,drive=disk\(index)"]
  }

  private static func cdrom(_ index: Int, _ path: String) -> [String] {
    let drive = QEMUOption(
      nil,
      [
        ("if", "none"), ("id", "cdrom\(index)"), ("media", "cdrom"), ("readonly", "on"), ("format", "raw"),
        ("file", blockPath(path)),
      ])
    return ["-drive", drive.text, "-device", "ide-cd,bus=ide.\(index),drive=cdrom\(index)"]
  }

  /// Without the card's boot ROM: nothing is booted from the network.
  private var networkCard: [String] {
    guard let network else { return [] }
    let forwards = network.forwards.map { forward in
      (key: "hostfwd", value: "tcp:127.0.0.1:\(forward.hostPort)-:\(forward.guestPort)")
    }
    let user = QEMUOption("user", [("id", "net0"), ("ipv6", "off")] + forwards)
    return ["-netdev", user.text, "-device", "virtio-net-pci,netdev=net0,romfile="]
  }
}
