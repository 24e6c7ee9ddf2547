extension String {
  /// Whether it names a file in a folder, and nothing hidden or elsewhere: what others wrote may say anything.
  public var isFileName: Bool { !isEmpty && !hasPrefix(".") && !contains("/") && !contains("\0") }
}
