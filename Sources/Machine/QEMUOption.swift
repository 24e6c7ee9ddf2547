/// One option of QEMU's `key=value,…` syntax; qemu(1), "-device": a comma within a value is written twice.
struct QEMUOption {
  /// What comes before the keys, such as a device's name; nil when the syntax has no such thing.
  var head: String?
  var values: [(key: String, value: String)]

  init(_ head: String? = nil, _ values: [(key: String, value: String)]) {
    self.head = head
    self.values = values
  }

  var text: String {
    let pairs = values.map { "\($0.key)=\(Self.escape($0.value))" }
    return ((head.map { [$0] } ?? []) + pairs).joined(separator: ",")
  }

  private static func escape(_ value: String) -> String {
    value.split(separator: ",", omittingEmptySubsequences: false).joined(separator: ",,")
  }
}

/// A path as QEMU's block layer takes it: one that does not start with a slash or a dot might be read as an
/// option, or as `protocol:address`.
func blockPath(_ path: String) -> String {
  path.hasPrefix("/") || path.hasPrefix("./") || path.hasPrefix("../") ? path : "./" + path
}
