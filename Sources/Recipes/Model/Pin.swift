/// What makes two builds alike, whenever they are made: one state of the archives, and one time for all that is written.
public struct Pin: Hashable, Sendable, Codable {
  /// The state that packages are from; nil: whatever the archives have today.
  public var snapshot: Snapshot?
  /// Nothing in the image is newer, in seconds since 1970: `SOURCE_DATE_EPOCH`, as reproducible-builds.org specifies it.
  public var epoch: Int64

  public init(snapshot: Snapshot?, epoch: Int64) {
    self.snapshot = snapshot
    self.epoch = epoch
  }
}

/// One state of a distribution's archives, as it was at a time.
public struct Snapshot: Hashable, Sendable, Codable {
  public var time: SnapshotTime
  /// The archive as it was then.
  public var archive: String
  /// That of security updates; nil where the archive has them.
  public var security: String?

  public init(time: SnapshotTime, archive: String, security: String?) {
    self.time = time
    self.archive = archive
    self.security = security
  }
}
