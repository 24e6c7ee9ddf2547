/// ` (did you mean 'x'?)`, or nothing when no candidate is near.
func didYouMean(_ word: String, among candidates: [String]) -> String {
  nearest(to: word, among: candidates).map { " (did you mean '\($0)'?)" } ?? ""
}

/// The candidate that is the fewest typing mistakes away, unless that is more than a third of the word.
public func nearest(to word: String, among candidates: [String]) -> String? {
  let limit = max(1, word.count / 3)
  let ranked = candidates.map { (name: $0, distance: editDistance(Array(word), Array($0))) }
  return ranked.filter { $0.distance <= limit }.min { $0.distance < $1.distance }?.name
}

/// How many letters to insert, delete, replace, or swap with their neighbour (optimal string alignment distance).
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
      row.append(best)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
