import Diagnostics

/// The entries of a mapping while it is read: those written in it, and those that merge keys bring in.
struct MappingEntries {
  private var written: [Node.Entry] = []
  private var merged: [Node.Entry] = []
  /// Where each key of `written` stands; only filled once a scan would be slower than a look-up.
  private var index: [String: Location] = [:]

  private static let scanned = 16

  /// Every entry, those written first; a merged entry gives way to a written one and to an earlier merged one.
  var all: [Node.Entry] {
    guard !merged.isEmpty else { return written }
    var seen = Set(written.map(\.key))
    return written + merged.filter { seen.insert($0.key).inserted }
  }

  /// Adds a written entry, unless its key is there already: then answers where.
  mutating func add(_ entry: Node.Entry) -> Location? {
    if let earlier = location(of: entry.key) { return earlier }
    written.append(entry)
    if written.count == Self.scanned {
      index = Dictionary(uniqueKeysWithValues: written.map { ($0.key, $0.keyLocation) })
    } else if written.count > Self.scanned {
      index[entry.key] = entry.keyLocation
    }
    return nil
  }

  mutating func addMerged(_ entries: [Node.Entry]) {
    merged += entries
  }

  private func location(of key: String) -> Location? {
    if written.count < Self.scanned { return written.first { $0.key == key }?.keyLocation }
    return index[key]
  }
}
