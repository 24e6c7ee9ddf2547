/// What is known of an image, written as JSON beside it; `schemas/descriptor.schema.json` is its schema.
///
/// The first block of keys is what readers of COMFY's descriptors read; `kiln` holds all that is new.
public struct Descriptor: Hashable, Sendable, Codable {
  /// Always `registration`.
  public var action = "registration"
  public var title: String
  public var description: String
  /// The appliance's name.
  public var identifier: String
  public var version: String
  public var groups: [String]
  public var os: System
  /// Number of virtual CPUs.
  public var cpu: Int
  /// MiB.
  public var memory: UInt64
  public var disks: [Disk]
  public var attributes: [String: String]
  public var kiln: Provenance

  /// The operating system.
  public struct System: Hashable, Sendable, Codable {
    /// Always `linux`.
    public var type = "linux"
    public var distribution: String
    public var version: String
    public var arch: String

    public init(distribution: String, version: String, arch: String) {
      self.distribution = distribution
      self.version = version
      self.arch = arch
    }
  }

  /// One disk of the image.
  public struct Disk: Hashable, Sendable, Codable {
    /// `os` or `data`.
    public var type: String
    public var format = "qcow2"
    /// The file's name, beside the descriptor.
    public var path: String
    /// Such as `vda`.
    public var target: String
    /// Such as `vd`.
    public var devicePrefix: String
    /// Bytes that the guest sees.
    public var virtualSize: UInt64
    /// Bytes of the file.
    public var fileSize: UInt64
    /// Of the file's bytes, hexadecimal.
    public var sha256: String

    private enum CodingKeys: String, CodingKey {
      case type, format, path, target, sha256
      case devicePrefix = "device_prefix"
      case virtualSize = "virtual_size"
      case fileSize = "file_size"
    }

    public init(
      type: String, path: String, target: String, devicePrefix: String, virtualSize: UInt64,
      fileSize: UInt64, sha256: String
    ) {
      self.type = type
      self.path = path
      self.target = target
      self.devicePrefix = devicePrefix
      self.virtualSize = virtualSize
      self.fileSize = fileSize
      self.sha256 = sha256
    }
  }

  public init(
    title: String, description: String, identifier: String, version: String, groups: [String],
    os: System, cpu: Int, memory: UInt64, disks: [Disk], attributes: [String: String],
    kiln: Provenance
  ) {
    self.title = title
    self.description = description
    self.identifier = identifier
    self.version = version
    self.groups = groups
    self.os = os
    self.cpu = cpu
    self.memory = memory
    self.disks = disks
    self.attributes = attributes
    self.kiln = kiln
  }
}
