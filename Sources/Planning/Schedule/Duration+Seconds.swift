extension Duration {
  /// Seconds with their fraction, for reports.
  public var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }

  /// Whole seconds, for messages.
  public var seconds: Int64 { components.seconds }
}
