/// What a run is to bring about for each of its images, beside the image itself.
public struct Wanted: Hashable, Sendable {
  /// nil: images are not booted.
  public var bootTest: BootTest?

  /// How images are booted.
  public struct BootTest: Hashable, Sendable {
    /// From a machine's start to the login, with KVM.
    public var limit: Duration
    /// Whether guests are emulated.
    public var isEmulated: Bool

    public init(limit: Duration, isEmulated: Bool = false) {
      self.limit = limit
      self.isEmulated = isEmulated
    }
  }

  public init(bootTest: BootTest? = nil) {
    self.bootTest = bootTest
  }
}
