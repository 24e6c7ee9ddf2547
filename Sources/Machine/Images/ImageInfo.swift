/// What `qemu-img info` says of an image; QEMU, docs/interop/qemu-qmp-ref, "ImageInfo".
public struct ImageInfo: Hashable, Sendable, Decodable {
  /// `qcow2`, `raw`, or another of QEMU's.
  public let format: String
  /// What the guest sees, in bytes.
  public let virtualSize: UInt64
  /// What the file takes on the host, in bytes.
  public let actualSize: UInt64
  /// As recorded in the image; nil when it stands alone.
  public let backing: String?
  public let backingFormat: String?

  private enum CodingKeys: String, CodingKey {
    case format
    case virtualSize = "virtual-size"
    case actualSize = "actual-size"
    case backing = "backing-filename"
    case backingFormat = "backing-filename-format"
  }
}

/// A stretch of an image, of `qemu-img map`'s list; QEMU, docs/interop/qemu-qmp-ref, "MapEntry".
struct ImageExtent: Decodable {
  /// Whether there are bytes in a file; else it reads as zeros.
  let data: Bool
}

/// What `qemu-img check` found; QEMU, docs/interop/qemu-qmp-ref, "ImageCheck".
public struct ImageCheck: Hashable, Sendable, Decodable {
  /// Places that are wrong: the image must not be used.
  public let corruptions: Int
  /// Clusters that are taken but not used: they only cost space.
  public let leaks: Int

  public var isSound: Bool { corruptions == 0 }

  public init(corruptions: Int, leaks: Int) {
    self.corruptions = corruptions
    self.leaks = leaks
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    // qemu-img leaves out what is zero, but never this one.
    _ = try container.decode(Int.self, forKey: .errors)
    corruptions = try container.decodeIfPresent(Int.self, forKey: .corruptions) ?? 0
    leaks = try container.decodeIfPresent(Int.self, forKey: .leaks) ?? 0
  }

  private enum CodingKeys: String, CodingKey {
    case errors = "check-errors"
    case corruptions
    case leaks
  }
}
