/// How a family's releases count the kickstart syntax that their Anaconda reads.
public struct KickstartSeries: Sendable, Equatable {
  /// Before a release's number, as ksvalidator(1) has it.
  public let prefix: String
  /// Before a release's number, as people have it.
  public let title: String
  /// Those whose syntax Kiln knows.
  public let releases: ClosedRange<Int>
  /// The number of the RHEL that the syntax is counted as; nil: a release's own.
  public let age: Int?
  /// The last release whose kernel has btrfs; nil where all have it.
  public let lastWithBtrfs: Int?
  /// The release since which the boot loader's files may be in no array but raid1; nil where any will do.
  public let bootsFromRAID1OnlySince: Int?
}
