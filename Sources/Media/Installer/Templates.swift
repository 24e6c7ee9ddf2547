/// Leaves the translations out of a debconf templates file.
///
/// An unattended install shows no question, and loading 4 MB of translations costs the guest minutes without hardware
/// virtualisation.
func untranslated(_ templates: [UInt8]) -> [UInt8] {
  var kept: [UInt8] = []
  kept.reserveCapacity(templates.count / 8)
  var isKept = true
  for line in templates.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
    let isContinuation = line.first == UInt8(ascii: " ") || line.first == UInt8(ascii: "\t")
    if !isContinuation { isKept = !isTranslation(line) }
    guard isKept else { continue }
    kept.append(contentsOf: line)
    kept.append(UInt8(ascii: "\n"))
  }
  // What follows the file's last line end was counted as one more line.
  return templates.last.map { $0 == UInt8(ascii: "\n") } ?? true ? kept.dropLast() : kept
}

/// Whether it begins a field such as `Description-de.UTF-8: …`.
private func isTranslation(_ line: ArraySlice<UInt8>) -> Bool {
  guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return false }
  let name = line[..<colon]
  return name.contains(UInt8(ascii: "-")) && name.suffix(6).elementsEqual(".UTF-8".utf8)
}
