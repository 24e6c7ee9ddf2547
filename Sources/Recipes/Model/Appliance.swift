public import Families

/// One recipe with all it inherits, resolved: what the planner plans from.
public struct Appliance: Hashable, Sendable, Codable {
  public var name: String
  public var title: String
  public var description: String
  /// The version of the image, such as `1.2.0`.
  public var version: String
  /// Root first, this recipe last; never empty.
  public var chain: [Link]
  public var system: OperatingSystem
  public var installer: Installer
  public var hardware: Hardware
  public var install: InstallSettings
  /// What makes builds of it alike, whenever they are made; nil for most.
  public var pin: Pin?
  /// What the image is handed out as; never empty, each once. The first one with disks in files is what the descriptor's disks are in
  /// where `qcow2` is not among them.
  public var formats: [ImageFormat]
  /// How the image's files are compressed.
  public var compression: Compression
  /// Which readers its qcow2 files are for.
  public var qcow2Compat: Qcow2Compat
  /// How its file systems get into its files.
  public var seal: Sealing
  /// What its OVAs are signed with; nil where they are not, or it has none.
  public var ovaSigning: OVASigning?
  /// Access groups that a registry may show the image to.
  public var groups: [String]
  /// Free key-value pairs for the descriptor.
  public var attributes: [String: String]
  /// Where the value of each declared secret is found when an image is built.
  public var secrets: [String: SecretSource]
  /// The archive that the build fetches from, and who says so; nil where media name none.
  public var buildMirror: Sourced<String>?
  /// How its image is tested; nil for the usual way, without checks of its own.
  public var test: ImageTest?

  /// What may stay in the image though it looks like a residue; nil for most. Of no account to any key: it is asked of finished images.
  public var residue: [Sourced<ResidueAllowance>]?

  /// The release that it derives from; nil where its whole chain is recipes.
  public var base: Base?
  /// All that its recipes say, merged: what a recipe that derives from a release of it starts from; nil where nobody will.
  public var values: Value?

  /// How the clusters of a qcow2 are compressed; each is named as in QEMU, docs/interop/qcow2.txt, "Compression type".
  public enum Compression: String, Hashable, Sendable, Codable, CaseIterable {
    /// Quick to read; QEMU 5.1 and later.
    case zstd
    /// For older readers, and others than QEMU.
    case zlib
  }

  /// A version of the qcow2 format by the release of QEMU that brought it; QEMU, docs/system/images.rst, "qcow2".
  public enum Qcow2Compat: String, Hashable, Sendable, Codable, CaseIterable {
    case old = "0.10"
    case current = "1.1"
  }

  /// What sealing does with the file systems of the last layer.
  public enum Sealing: String, Hashable, Sendable, Codable, CaseIterable {
    /// Each is taken over as it is.
    case copied
    /// Each is written anew, file by file in order, so that the same files make the same image.
    case rewritten
  }

  public init(
    name: String,
    title: String,
    description: String,
    version: String,
    chain: [Link],
    system: OperatingSystem,
    installer: Installer,
    hardware: Hardware,
    install: InstallSettings,
    pin: Pin? = nil,
    formats: [ImageFormat] = [.qcow2],
    compression: Compression = .zstd,
    qcow2Compat: Qcow2Compat = .current,
    seal: Sealing = .copied,
    ovaSigning: OVASigning? = nil,
    groups: [String],
    attributes: [String: String],
    secrets: [String: SecretSource] = [:],
    buildMirror: Sourced<String>? = nil,
    test: ImageTest? = nil,
    residue: [Sourced<ResidueAllowance>]? = nil,
    base: Base? = nil,
    values: Value? = nil
  ) {
    self.name = name
    self.title = title
    self.description = description
    self.version = version
    self.chain = chain
    self.system = system
    self.installer = installer
    self.hardware = hardware
    self.install = install
    self.pin = pin
    self.formats = formats
    self.compression = compression
    self.qcow2Compat = qcow2Compat
    self.seal = seal
    self.ovaSigning = ovaSigning
    self.groups = groups
    self.attributes = attributes
    self.secrets = secrets
    self.buildMirror = buildMirror
    self.test = test
    self.residue = residue
    self.base = base
    self.values = values
  }
}

extension Appliance {
  /// The recipe that it is made from, whatever it is called itself.
  public var recipe: String { chain.last?.recipe ?? name }

  /// The mirrors of its distribution, the one that builds fetch from first; a snapshot has no others.
  public var mirrors: [String] {
    if let archive = pin?.snapshot?.archive { return [archive] }
    return Self.mirrors(installer.mirrors, first: buildMirror)
  }

  static func mirrors(_ mirrors: [Sourced<HTTPAddress>], first: Sourced<String>?) -> [String] {
    let first = first.map { [$0.value] } ?? []
    return first + mirrors.map(\.value.text).filter { !first.contains($0) }
  }

  /// The archive that the finished image names; nil where it names its distribution's own.
  public var namedMirror: Sourced<HTTPAddress>? { install.mirror ?? installer.mirrors.first }
}

/// One recipe of a chain, with the steps that it contributes to this appliance.
public struct Link: Hashable, Sendable, Codable {
  public var recipe: String
  /// The recipe file's path.
  public var file: String
  /// SHA-256 of that file as it was read; nil where an earlier version of Kiln did not keep it.
  public var digest: String?
  /// Run in this order; empty for a recipe that only changes settings.
  public var steps: [Step]

  public init(recipe: String, file: String, digest: String? = nil, steps: [Step]) {
    self.recipe = recipe
    self.file = file
    self.digest = digest
    self.steps = steps
  }
}

/// What the descriptor says of the operating system.
public struct OperatingSystem: Hashable, Sendable, Codable {
  /// `debian`, `rocky`, …
  public var distribution: String
  /// `13`, `9.6`, …
  public var release: String
  /// `trixie`; empty where the distribution has none.
  public var codename: String
  /// `x86_64` or `aarch64`.
  public var architecture: String
  /// The last day, as `2028-06-30`, on which its makers support it; nil where the recipe does not say.
  public var endOfLife: String?

  public init(
    distribution: String,
    release: String,
    codename: String,
    architecture: String,
    endOfLife: String? = nil
  ) {
    self.distribution = distribution
    self.release = release
    self.codename = codename
    self.architecture = architecture
    self.endOfLife = endOfLife
  }
}

/// The virtual machine that the appliance is made for.
public struct Hardware: Hashable, Sendable, Codable {
  public var cpus: Int
  /// Bytes.
  public var memory: UInt64
  public var firmware: Firmware
  /// In the order in which the guest sees them; the first with role `system` holds the system.
  public var disks: [Disk]

  /// One disk.
  public struct Disk: Hashable, Sendable, Codable {
    public var name: String
    /// Bytes.
    public var size: UInt64
    public var role: Role

    public init(name: String, size: UInt64, role: Role) {
      self.name = name
      self.size = size
      self.role = role
    }
  }

  /// What becomes of a disk when its appliance is updated.
  public enum Role: String, Hashable, Sendable, Codable, CaseIterable {
    /// Replaced.
    case system
    /// Preserved.
    case data
    /// Erasable.
    case scratch
  }

  /// What boots the disks.
  public enum Firmware: String, Hashable, Sendable, Codable, CaseIterable {
    case bios, uefi
    /// UEFI that starts only what is signed (Secure Boot), with Microsoft's keys, in a machine with a TPM 2.0.
    case uefiSecure = "uefi-secure"

    /// Whether it starts what is on an EFI system partition.
    public var isUEFI: Bool { self != .bios }
  }

  public init(cpus: Int, memory: UInt64, firmware: Firmware = .bios, disks: [Disk]) {
    self.cpus = cpus
    self.memory = memory
    self.firmware = firmware
    self.disks = disks
  }
}

extension OperatingSystem {
  /// What is known of it beyond the recipe.
  public var family: Family { Family.of(distribution) }
}

extension OperatingSystem {
  /// Whether its makers' support ended before a day; false where the recipe does not say when it ends.
  ///
  /// - Parameter day: as `2028-06-30`; days so written compare as text.
  public func isPastEndOfLife(on day: String) -> Bool {
    endOfLife.map { $0 < day } ?? false
  }
}

/// Where kiln finds the value of a secret when it builds; the value itself is in no recipe.
public enum SecretSource: Hashable, Sendable, Codable {
  /// An environment variable of kiln.
  case environment(String)
  /// A file, by its path on this host.
  case file(String)
}
