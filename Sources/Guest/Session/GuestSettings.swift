/// A disk to open.
public struct GuestDisk: Hashable, Sendable {
  /// A path on this host.
  public var path: String
  public var format: Format
  public var readOnly: Bool

  /// Said, never probed: a raw disk's content could otherwise pass for another format.
  public enum Format: String, Hashable, Sendable {
    case raw, qcow2
  }

  public init(path: String, format: Format, readOnly: Bool = false) {
    self.path = path
    self.format = format
    self.readOnly = readOnly
  }
}

/// How libguestfs' appliance, the small virtual machine that does the work, is run.
public struct GuestSettings: Hashable, Sendable {
  /// Emulate, where the host's virtualisation does not work or is absent.
  public var forcesTCG: Bool
  /// User-mode network for scripts; costs half a second at start.
  public var hasNetwork: Bool
  /// MiB.
  public var memory: Int
  /// Two start the appliance about a tenth sooner than one under emulation.
  public var cpus: Int
  /// How long the appliance may take to start; the first attempt has half of that. As a standard 300 s, and 900 s where it
  /// is emulated: beside other work on a full host it was seen to need more than 300.
  public var launchLimit: Duration
  /// Nothing that is written is to be newer, in seconds since 1970: what commands are told by `SOURCE_DATE_EPOCH`, and what
  /// ``GuestSession/settleTimes()`` sees to; nil: times are as they come.
  public var epoch: Int64?
  /// Whether apt takes an archive's state that has expired, as that of a snapshot has.
  public var takesExpiredArchives: Bool
  /// Send libguestfs' and its appliance's debug messages to the log.
  public var verbose: Bool

  public init(
    forcesTCG: Bool,
    hasNetwork: Bool = false,
    memory: Int = 1280,
    cpus: Int = 2,
    launchLimit: Duration? = nil,
    epoch: Int64? = nil,
    takesExpiredArchives: Bool = false,
    verbose: Bool = false
  ) {
    self.forcesTCG = forcesTCG
    self.hasNetwork = hasNetwork
    self.memory = memory
    self.cpus = cpus
    self.launchLimit = launchLimit ?? .seconds(forcesTCG ? 900 : 300)
    self.epoch = epoch
    self.takesExpiredArchives = takesExpiredArchives
    self.verbose = verbose
  }
}
