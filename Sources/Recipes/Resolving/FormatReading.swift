/// Reads what the image is handed out as.
extension ApplianceReader {
  /// In the order in which they are written; one that a parent names as well counts once.
  mutating func formats() -> [ImageFormat] {
    guard let written = value["formats"] else { return [.qcow2] }
    var formats: [ImageFormat] = []
    for format in written.items.compactMap({ $0.text.flatMap(ImageFormat.init) })
    where !formats.contains(format) { formats.append(format) }
    if written.items.isEmpty { reportConflict("'formats' is empty: name one at least", at: written.origin) }
    if formats == [.kernel] {
      reportConflict("'kernel' stands beside a disk: name a format for that, too", at: written.origin)
    }
    return formats.isEmpty ? [.qcow2] : formats
  }

  mutating func qcow2Compat() -> Appliance.Qcow2Compat {
    let compat = value.choice("qcow2_compat", else: Appliance.Qcow2Compat.current)
    if compat == .old, value.choice("compression", else: Appliance.Compression.zstd) == .zstd {
      let origin = value["qcow2_compat"]?.origin ?? .standard
      reportConflict("'qcow2_compat: \"0.10\"' knows no zstd: set 'compression: zlib', too", at: origin)
    }
    return compat
  }
}
