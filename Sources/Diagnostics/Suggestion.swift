/// ` (did you mean 'packages'?)` for the candidate nearest to what was written, or nothing when none is near.
public func didYouMean(_ written: String, among candidates: some Sequence<String>) -> String {
  nearest(to: written, among: candidates).map { " (did you mean '\($0)'?)" } ?? ""
}

/// The candidate that is the fewest typing mistakes away, unless that is more than a third of what was written.
public func nearest(to written: String, among candidates: some Sequence<String>) -> String? {
  // Longer than any key or sensible name, and the table below is quadratic.
  guard written.utf8.count <= 64 else { return nil }
  let allowed = max(1, written.utf8.count / 3)
  var nearest: (candidate: String, distance: Int)?
  for candidate in candidates where abs(candidate.utf8.count - written.utf8.count) <= allowed {
    let distance = editDistance(written, candidate)
    guard distance <= allowed else { continue }
    if nearest.map({ (distance, candidate) < ($0.distance, $0.candidate) }) ?? true {
      nearest = (candidate, distance)
    }
  }
  return nearest?.candidate
}

/// How many bytes must be put in, left out, changed, or swapped with their neighbour (optimal string alignment).
func editDistance(_ one: String, _ other: String) -> Int {
  let left = Array(one.utf8)
  let right = Array(other.utf8)
  var beforeLast = [Int](repeating: 0, count: right.count + 1)
  var last = Array(0...right.count)
  for row in left.indices {
    var current = [row + 1]
    for column in right.indices {
      let same = left[row] == right[column]
      var best = min(last[column + 1] + 1, current[column] + 1, last[column] + (same ? 0 : 1))
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        best = min(best, beforeLast[column - 1] + 1)
      }
      current.append(best)
    }
    beforeLast = last
    last = current
  }
  return last[right.count]
}
