/// A stage of an install, as the installer reports it when the stage begins.
public enum Phase: String, Hashable, Sendable, CaseIterable {
  /// The answer file has been read.
  case started
  case partitioning
  /// The base system and its packages are being unpacked.
  case bootstrapping
  /// The kernel and the boot loader are being installed.
  case configuring
  /// The settings that the installer has no question for are being applied.
  case finishing
  /// The installed system is unmounted; the machine powers off next. The log has been posted.
  case finished
  /// A setting could not be applied; the installer stands still. The log has been posted.
  case failed
}
