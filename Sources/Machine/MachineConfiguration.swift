public import Families

/// A virtual machine to start: a value, from which QEMU's arguments follow.
public struct MachineConfiguration: Hashable, Sendable {
  public var architecture: Architecture
  /// KVM only runs guests of the host's own architecture.
  public var accelerator: Accelerator
  public var firmware: MachineFirmware
  /// The folder in which a TPM 2.0 keeps its state; nil for a machine without one. An absolute path.
  public var tpmState: String?
  /// The processors that the guest's programs are built for.
  public var baseline: ProcessorBaseline
  public var cpus: Int
  /// Bytes; QEMU gets whole MiB, rounded down.
  public var memory: UInt64
  /// A kernel to boot without boot loader; nil boots from the disks.
  public var kernel: Kernel?
  /// In the order in which the guest sees them.
  public var disks: [Disk]
  /// Paths of ISO images; at most six.
  public var cdroms: [String]
  /// Nil for a machine without a network.
  public var network: UserNetwork?
  /// The file that the first serial port is written to; overwritten.
  public var serialLog: String
  /// Whether one can talk to the guest over that port, too: ``VirtualMachine/serialPort``.
  public var isInteractive = false
  /// Where the screen is shown; nil for a screen that nobody watches, but that a screenshot shows.
  public var display: Display?
  /// Whether a guest that restarts goes on; else that ends the machine.
  public var restarts = false
  /// Where QEMU makes a second QMP socket, for one who looks on from another process; at most 107 bytes. Nil for none.
  public var onlooker: String?

  /// A kernel with what it is started with; paths on the host.
  public struct Kernel: Hashable, Sendable {
    public var image: String
    public var initrd: String?
    /// At most 2,047 bytes, since Linux cuts off what is longer (`COMMAND_LINE_SIZE`).
    public var commandLine: String

    public init(image: String, initrd: String?, commandLine: String) {
      self.image = image
      self.initrd = initrd
      self.commandLine = commandLine
    }
  }

  /// A virtio disk.
  public struct Disk: Hashable, Sendable {
    public var path: String
    public var format: DiskFormat
    /// Writes go to a temporary file that vanishes with the machine; the disk stays as it is.
    public var discardsWrites: Bool
    /// The guest can't write to it.
    public var isReadOnly: Bool
    /// Whether what the guest has flushed outlives a power cut of the host. It costs time: else a disk is good after an orderly
    /// end only.
    public var isDurable: Bool

    public init(
      path: String, format: DiskFormat = .qcow2, discardsWrites: Bool = false, isReadOnly: Bool = false,
      isDurable: Bool = false
    ) {
      self.path = path
      self.format = format
      self.discardsWrites = discardsWrites
      self.isReadOnly = isReadOnly
      self.isDurable = isDurable
    }
  }

  /// Where the screen of a machine that someone uses is shown; it then has a pointer and a keyboard, too.
  public enum Display: Hashable, Sendable {
    /// A window on this process's own display: `gtk` or `sdl`; Debian has both in a package of their own, qemu-system-gui.
    case window(String)
    /// A VNC server without a password on a UNIX socket there, which whoever may enter its folder can use.
    case vnc(socket: String)
  }

  /// QEMU's user network: the guest is 10.0.2.15, the host's loopback is 10.0.2.2.
  public struct UserNetwork: Hashable, Sendable {
    public var forwards: [Forward]
    public var services: [Service]
    /// Whether the guest reaches nothing but these: neither this host nor the world outside.
    public var isClosed: Bool

    public init(forwards: [Forward] = [], services: [Service] = [], isClosed: Bool = false) {
      self.forwards = forwards
      self.services = services
      self.isClosed = isClosed
    }
  }

  /// A TCP address that only the guest can reach: each connection to it is the standard input and output of a program of
  /// its own on this host.
  public struct Service: Hashable, Sendable {
    /// Of the guest's network, 10.0.2.0/24, and none of QEMU's own there.
    public var address: String
    public var port: UInt16
    /// The program's path, and its arguments.
    public var command: [String]

    public init(address: String, port: UInt16, command: [String]) {
      self.address = address
      self.port = port
      self.command = command
    }
  }

  /// A TCP port of the host's loopback address that leads to one of the guest's.
  public struct Forward: Hashable, Sendable {
    public var hostPort: UInt16
    public var guestPort: UInt16

    public init(hostPort: UInt16, guestPort: UInt16) {
      self.hostPort = hostPort
      self.guestPort = guestPort
    }
  }

  public init(
    architecture: Architecture = .x86_64,
    accelerator: Accelerator,
    firmware: MachineFirmware = .bios,
    baseline: ProcessorBaseline = .oldest,
    cpus: Int = 1,
    memory: UInt64,
    kernel: Kernel? = nil,
    disks: [Disk] = [],
    cdroms: [String] = [],
    network: UserNetwork? = UserNetwork(),
    serialLog: String
  ) {
    self.architecture = architecture
    self.accelerator = accelerator
    self.firmware = firmware
    self.baseline = baseline
    self.cpus = cpus
    self.memory = memory
    self.kernel = kernel
    self.disks = disks
    self.cdroms = cdroms
    self.network = network
    self.serialLog = serialLog
  }
}

/// A disk image's format, by QEMU's name for it.
public enum DiskFormat: String, Hashable, Sendable, Codable, CaseIterable {
  case qcow2
  case raw
  case vmdk
  /// Virtual PC's and Hyper-V's VHD.
  case vhd = "vpc"
  /// Hyper-V's VHDX.
  case vhdx
  /// VirtualBox's VDI.
  case vdi

  /// As people call it.
  public var name: String { self == .vhd ? "vhd" : rawValue }
}
