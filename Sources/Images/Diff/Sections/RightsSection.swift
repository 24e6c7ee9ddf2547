/// Programs that give whoever starts them rights that are not their own.
enum RightsSection: DiffSection {
  static let name = "rights"
  static let title = "Programs with rights of their own"

  static func compare(_ pair: DiffPair) -> Comparison {
    Comparison(
      Change.all(from: programs(pair.before.contents), to: programs(pair.after.contents)) { $0 }.map {
        change in
        var change = change
        change.package = pair.changedOwner(of: change.subject)
        return change
      })
  }

  private static func programs(_ contents: ImageContents) -> [String: String] {
    contents.files.filter { $0.value.givesRights }.mapValues { file in
      let capabilities = file.attributes?["security.capability"].map { ", capabilities \($0)" } ?? ""
      return "\(file.permissions) \(file.user):\(file.group)\(capabilities)"
    }
  }
}
