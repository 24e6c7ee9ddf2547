import Recipes

/// Divides room, in bytes, among extents: each gets its least in whole MiB, and those that grow share the rest alike, up to
/// their bounds.
///
/// - Parameter room: at least what all need.
func shares(of room: UInt64, among extents: [Storage.Extent]) -> [UInt64] {
  var sizes = extents.map { PartitionUnit.mebibytes($0.size) }
  let needed = sizes.reduce(0, adding)
  guard needed < room else { return sizes }
  var rest = room - needed
  let bounds = zip(extents, sizes).map { extent, size in
    extent.maximum.map { $0 > size ? $0 - size : 0 } ?? .max
  }
  // Those with the lowest bound first: what it leaves of its share is for the others.
  let growing = extents.indices.filter { extents[$0].grow }.sorted { bounds[$0] < bounds[$1] }
  for (count, index) in growing.enumerated() {
    let share = min(bounds[index], rest / UInt64(growing.count - count))
    sizes[index] += share / bytesPerMebibyte * bytesPerMebibyte
    rest -= share / bytesPerMebibyte * bytesPerMebibyte
  }
  return sizes
}
