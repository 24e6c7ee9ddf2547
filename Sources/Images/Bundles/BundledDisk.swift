/// A disk's file as it lies in a bundle.
public struct BundledDisk: Hashable, Sendable {
  /// Its name there.
  public var file: String
  /// Bytes of the file.
  public var size: UInt64
  /// Bytes that the guest sees.
  public var capacity: UInt64

  public init(file: String, size: UInt64, capacity: UInt64) {
    self.file = file
    self.size = size
    self.capacity = capacity
  }
}
