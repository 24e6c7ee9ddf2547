import Storage

extension Project {
  /// How long builds of images stay that nothing names.
  public var retention: Retention.Limits { Retention.Limits(site?.imageRetention) }
}
