import Images
import Machine

/// An image whose disks are complete: what each of its formats is made from.
public struct SealedImage: Sendable {
  public var descriptor: Descriptor
  /// Of all files, before their endings, such as `web-1.2.0`.
  public var stem: String
  /// In the machine's order.
  public var disks: [Disk]
  public var origin = Origin.sealed

  /// Where its disks are from.
  public enum Origin: Hashable, Sendable {
    /// Sealed here: each disk is a compressed qcow2 that stands alone.
    case sealed
    /// Of a layer of the store: overlays of others.
    case layer
    /// Made by others: what is in them is not believed.
    case foreign
  }

  public struct Disk: Sendable {
    public var described: Descriptor.Disk
    /// Absolute; nil for a disk without a file, which is empty.
    public var path: String?
    /// Of that file.
    public var format: DiskFormat

    public init(described: Descriptor.Disk, path: String?, format: DiskFormat = .qcow2) {
      self.described = described
      self.path = path
      self.format = format
    }
  }

  public init(descriptor: Descriptor, stem: String, disks: [Disk]) {
    self.descriptor = descriptor
    self.stem = stem
    self.disks = disks
  }
}

/// Makes one format of an image; the same image gives the same bytes.
public protocol FormatWriter: Sendable {
  /// Writes the format's files into a folder where nothing else is, each under the name that it is handed out by.
  ///
  /// - Parameter scratch: a folder for what is needed meanwhile, on a disk with room for it.
  /// - Returns: the names of the files, the main one first.
  /// - Throws: `BuildError`, `SubprocessError`, `CancellationError`.
  func write(_ image: SealedImage, into folder: String, scratch: String) async throws -> [String]
}
