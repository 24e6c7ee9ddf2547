/// A number of bytes for people: `8 GiB`, `1.5 MiB`, `512 B`.
public func formatted(bytes: UInt64) -> String {
  let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
  var tenths = Double(bytes) * 10
  var unit = 0
  while tenths.rounded() >= 10240, unit < units.count - 1 {
    tenths /= 1024
    unit += 1
  }
  let shown = UInt64(tenths.rounded())
  return shown.isMultiple(of: 10)
    ? "\(shown / 10) \(units[unit])" : "\(shown / 10).\(shown % 10) \(units[unit])"
}

/// A time span for people: `0.4 s`, `42 s`, `1 min 05 s`, `2 h 03 min`.
public func formatted(_ duration: Duration) -> String {
  let (seconds, attoseconds) = duration.components
  let tenths = seconds * 10 + attoseconds / 100_000_000_000_000_000
  func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
  switch seconds {
  case ..<10 where !tenths.isMultiple(of: 10): return "\(seconds).\(tenths % 10) s"
  case ..<60: return "\(seconds) s"
  case ..<3600: return "\(seconds / 60) min \(two(seconds % 60)) s"
  default: return "\(seconds / 3600) h \(two(seconds / 60 % 60)) min"
  }
}
