import Recipes

/// Divides room, in bytes, among extents: each gets its least in whole MiB, and what it grows by.
///
/// - Parameter room: at least what all need.
func shares(of room: UInt64, among extents: [Storage.Extent]) -> [UInt64] {
  let sizes = extents.map { PartitionUnit.mebibytes($0.size) }
  let needed = sizes.reduce(0, adding)
  guard needed < room else { return sizes }
  return zip(sizes, growth(of: room - needed, among: extents)).map { $0 + $1 }
}

/// What each extent gets of the bytes that are left when all have their least, in whole MiB: those that grow share alike, up
/// to their bounds.
func growth(of rest: UInt64, among extents: [Storage.Extent]) -> [UInt64] {
  var rest = rest
  var growth = extents.map { _ in UInt64(0) }
  let bounds = extents.map { extent in
    let size = PartitionUnit.mebibytes(extent.size)
    return extent.maximum.map { $0 > size ? $0 - size : 0 } ?? .max
  }
  // Those with the lowest bound first: what it leaves of its share is for the others.
  let growing = extents.indices.filter { extents[$0].grow }.sorted { bounds[$0] < bounds[$1] }
  for (count, index) in growing.enumerated() {
    let share = min(bounds[index], rest / UInt64(growing.count - count))
    growth[index] = share / bytesPerMebibyte * bytesPerMebibyte
    rest -= growth[index]
  }
  return growth
}
