/// One entry of an archive, without its data.
public struct ArchiveEntry: Hashable, Sendable {
  /// The kinds of entry; a link holds its target as written.
  public enum Kind: Hashable, Sendable {
    case file
    case folder
    case symbolicLink(target: String)
    /// Another name of an entry that came before.
    case hardLink(target: String)
    /// A device, socket or named pipe.
    case special
  }

  /// As written in the archive, such as `./usr/bin/env`, but without a slash at the end; bytes that are not
  /// UTF-8 are replaced.
  public var path: String
  public var kind: Kind
  /// Bytes of data; 0 for anything but a file.
  public var size: Int64
  /// Permission bits, with set-user-id, set-group-id and sticky.
  public var mode: UInt16
  public var uid: Int64
  public var gid: Int64
  /// Seconds since 1970.
  public var modified: Int64
  /// Extended attributes by name; written to a tar, and not read.
  public var extendedAttributes: [String: [UInt8]]
  /// Where a file has data, when the rest is holes; written to a tar, and not read.
  public var dataRegions: [Range<Int64>]?

  /// The defaults make an archive that is the same wherever and whenever it is written.
  public init(
    path: String,
    kind: Kind,
    size: Int64 = 0,
    mode: UInt16,
    uid: Int64 = 0,
    gid: Int64 = 0,
    modified: Int64 = 0,
    extendedAttributes: [String: [UInt8]] = [:],
    dataRegions: [Range<Int64>]? = nil
  ) {
    self.path = path
    self.kind = kind
    self.size = size
    self.mode = mode
    self.uid = uid
    self.gid = gid
    self.modified = modified
    self.extendedAttributes = extendedAttributes
    self.dataRegions = dataRegions
  }
}
