/// Jobs that could begin, the longest way first; of equal ones the one that was asked for first.
struct ReadyQueue: Sendable {
  struct Item: Sendable {
    var index: Int
    var path: Double

    func isBefore(_ other: Item) -> Bool { (path, -index) > (other.path, -other.index) }
  }

  /// The first one last, where it is taken away at no cost.
  private var items: [Item] = []

  var first: Item? { items.last }

  mutating func insert(_ index: Int, path: Double) {
    let item = Item(index: index, path: path)
    var (low, high) = (0, items.count)
    while low < high {
      let middle = (low + high) / 2
      if item.isBefore(items[middle]) { low = middle + 1 } else { high = middle }
    }
    items.insert(item, at: low)
  }

  mutating func removeFirst() { items.removeLast() }
}
