import Recipes

/// Why an answer of a file that somebody wrote gives way to a setting.
struct Precedence {
  /// Where what takes its place comes from.
  let origin: Origin
  /// The setting, such as `install.timezone`, with its default; nil for what Kiln decides itself.
  private let setting: (key: String, standard: String, allows: (String) -> Bool)?

  init(_ origin: Origin) {
    self.origin = origin
    setting = nil
  }

  init<Value: FormedText>(_ key: String, _ value: Sourced<Value>) {
    origin = value.origin
    setting = ("install.\(key)", value.value.text, { Value($0) != nil })
  }

  /// - Parameters:
  ///   - given: the value that gives way; nil where it is none of the setting.
  ///   - act: what Kiln does where no setting is behind it.
  func reason(against given: String? = nil, act: String) -> String {
    guard origin == .standard else { return "\(origin) takes its place" }
    guard let setting, let given else { return act }
    // Such as two layouts in one.
    let value = setting.allows(given) ? ": \(given)" : ""
    return "the default \(setting.standard) takes its place; to keep it, set \(setting.key)\(value)"
  }
}
