/// What becomes of systemd's units when the system boots.
enum ServiceSection: DiffSection {
  static let name = "services"
  static let title = "Services"

  static func compare(_ pair: DiffPair) -> Comparison {
    let (before, after) = (pair.before.contents, pair.after.contents)
    return Comparison(
      Change.all(from: before.services, to: after.services) { $0 }.map { change in
        var change = change
        let file = after.unitFile(change.subject) ?? before.unitFile(change.subject)
        change.package = file.flatMap(pair.changedOwner)
        return change
      })
  }
}
