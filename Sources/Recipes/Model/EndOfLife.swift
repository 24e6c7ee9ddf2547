extension OperatingSystem {
  /// Whether its makers' support ended before a day; false where the recipe does not say when it ends.
  ///
  /// - Parameter day: as `2028-06-30`; days so written compare as text.
  public func isPastEndOfLife(on day: String) -> Bool {
    endOfLife.map { $0 < day } ?? false
  }
}
