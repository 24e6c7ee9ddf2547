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
  /// In the order in which the guest is to see them.
  public var disks: [Disk]
  public var attributes: [String: String]
  public var kiln: Provenance

  /// The operating system.
  public struct System: Hashable, Sendable, Codable {
    /// Always `linux`.
    public var type = "linux"
    public var distribution: String
    public var version: String
    public var arch: Architecture

    /// What executes its programs; each is named as by uname(2).
    public enum Architecture: String, Hashable, Sendable, Codable {
      case x86_64, aarch64
    }

    public init(distribution: String, version: String, arch: Architecture) {
      self.distribution = distribution
      self.version = version
      self.arch = arch
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
