extension Descriptor {
  /// One disk of the image.
  public struct Disk: Hashable, Sendable {
    /// As the recipe calls it.
    public var name: String
    /// `os` for the one that the system is on, else `data`.
    public var type: String
    /// What an update does with it: replaces (`system`), preserves (`data`) or may erase it (`scratch`).
    public var role: String
    public var format = "qcow2"
    /// Such as `vda`.
    public var target: String
    /// Such as `vd`.
    public var devicePrefix = "vd"
    /// Bytes that the guest sees.
    public var virtualSize: UInt64
    /// nil for a scratch disk that nothing is on: who runs the appliance makes an empty one of this size.
    public var file: File?

    /// - Parameter index: its place among the disks, from 0.
    public init(
      name: String, type: String, role: String, index: Int, virtualSize: UInt64, file: File? = nil
    ) {
      self.name = name
      self.type = type
      self.role = role
      self.target = "vd" + Self.letters(index)
      self.virtualSize = virtualSize
      self.file = file
    }

    /// As Linux counts virtio disks: a to z, then aa; drivers/block/virtio_blk.c.
    private static func letters(_ index: Int) -> String {
      let letter = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index % 26)))
      return index < 26 ? letter : letters(index / 26 - 1) + letter
    }
  }
}

extension Descriptor.Disk {
  /// The file that a disk is in.
  public struct File: Hashable, Sendable {
    /// Its name, beside the descriptor.
    public var path: String
    /// Bytes of the file.
    public var size: UInt64
    /// Of the file's bytes, hexadecimal.
    public var sha256: String
    /// Of its clusters: `zstd` or `zlib`.
    public var compression: String

    public init(path: String, size: UInt64, sha256: String, compression: String = "zstd") {
      self.path = path
      self.size = size
      self.sha256 = sha256
      self.compression = compression
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
    type = try container.decode(String.self, forKey: .type)
    role = try container.decode(String.self, forKey: .role)
    format = try container.decode(String.self, forKey: .format)
    target = try container.decode(String.self, forKey: .target)
    devicePrefix = try container.decode(String.self, forKey: .devicePrefix)
    virtualSize = try container.decode(UInt64.self, forKey: .virtualSize)
    file = try container.decodeIfPresent(String.self, forKey: .path).map { path in
      File(
        path: path, size: try container.decode(UInt64.self, forKey: .fileSize),
        sha256: try container.decode(String.self, forKey: .sha256),
        // Descriptors of before the setting do not say.
        compression: try container.decodeIfPresent(String.self, forKey: .compression) ?? "zstd")
    }
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
    try container.encodeIfPresent(file?.sha256, forKey: .sha256)
    try container.encodeIfPresent(file?.compression, forKey: .compression)
  }
}
