import Recipes

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
  /// All files of the image but this one, where it is handed out in other formats than qcow2 alone; nil where ``disks`` name all.
  public var artifacts: [Artifact]?
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
    os: System, cpu: Int, memory: UInt64, disks: [Disk], artifacts: [Artifact]? = nil,
    attributes: [String: String], kiln: Provenance
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
    self.artifacts = artifacts
    self.attributes = attributes
    self.kiln = kiln
  }
}

extension Descriptor {
  /// All files of the image but this one.
  public var files: [Artifact] { artifacts ?? disks.compactMap(\.file) }

  /// What the image is handed out as.
  public var formats: [ImageFormat] {
    var formats: [ImageFormat] = []
    for format in (artifacts?.compactMap(\.format) ?? [.qcow2]) where !formats.contains(format) {
      formats.append(format)
    }
    return formats
  }
}

extension Descriptor {
  /// One disk of the image.
  public struct Disk: Hashable, Sendable {
    /// As the recipe calls it.
    public var name: String
    public var type: Kind
    /// What an update does with it: replaces (`system`), preserves (`data`) or may erase it (`scratch`).
    public var role: Hardware.Role
    public var format = ImageFormat.qcow2
    /// Such as `vda`.
    public var target: String
    /// Such as `vd`.
    public var devicePrefix = "vd"
    /// Bytes that the guest sees.
    public var virtualSize: UInt64
    /// The file that holds it, alone or with others; nil for a scratch disk that nothing is on: who runs the appliance makes an
    /// empty one of this size.
    public var file: Artifact?
    /// Of the clusters of a qcow2; nil for other files, and where there is none.
    public var compression: Appliance.Compression?

    /// What is on a disk.
    public enum Kind: String, Hashable, Sendable, Codable {
      /// The system.
      case os
      case data
    }

    /// - Parameter index: its place among the disks, from 0.
    public init(
      name: String, type: Kind, role: Hardware.Role, index: Int, virtualSize: UInt64, file: Artifact? = nil,
      compression: Appliance.Compression? = nil
    ) {
      self.name = name
      self.type = type
      self.role = role
      self.target = "vd" + Self.letters(index)
      self.virtualSize = virtualSize
      self.file = file
      self.compression = compression
    }

    /// As Linux counts virtio disks: a to z, then aa; drivers/block/virtio_blk.c.
    private static func letters(_ index: Int) -> String {
      let letter = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index % 26)))
      return index < 26 ? letter : letters(index / 26 - 1) + letter
    }
  }
}

extension Descriptor.Disk: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, type, role, format, path, target, sha256, compression
    case devicePrefix = "device_prefix"
    case virtualSize = "virtual_size"
    case fileSize = "file_size"
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    type = try container.decode(Kind.self, forKey: .type)
    role = try container.decode(Hardware.Role.self, forKey: .role)
    let format = try container.decode(ImageFormat.self, forKey: .format)
    self.format = format
    target = try container.decode(String.self, forKey: .target)
    devicePrefix = try container.decode(String.self, forKey: .devicePrefix)
    virtualSize = try container.decode(UInt64.self, forKey: .virtualSize)
    guard let path = try container.decodeIfPresent(String.self, forKey: .path) else { return }
    file = Artifact(
      kind: format.isDisk ? .disk : .bundle, format: format,
      digest: try container.decode(String.self, forKey: .sha256),
      size: try container.decode(UInt64.self, forKey: .fileSize), path: path)
    // Descriptors of before the setting do not say.
    compression =
      try container.decodeIfPresent(Appliance.Compression.self, forKey: .compression)
      ?? (format == .qcow2 ? .zstd : nil)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(type, forKey: .type)
    try container.encode(role, forKey: .role)
    try container.encode(format, forKey: .format)
    try container.encode(target, forKey: .target)
    try container.encode(devicePrefix, forKey: .devicePrefix)
    try container.encode(virtualSize, forKey: .virtualSize)
    try container.encodeIfPresent(file?.path, forKey: .path)
    try container.encodeIfPresent(file?.size, forKey: .fileSize)
    try container.encodeIfPresent(file?.digest, forKey: .sha256)
    try container.encodeIfPresent(compression, forKey: .compression)
  }
}
