/// Accounts, and how their passwords stand.
enum UserSection: DiffSection {
  static let name = "users"
  static let title = "Users"

  static func compare(_ pair: DiffPair) -> Comparison {
    pair.accounts(users)
  }

  private static func users(_ contents: ImageContents) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: contents.users.map { name, user in
        let password = contents.passwords[name].map { ", password \($0.rawValue)" } ?? ""
        return (name, "number \(user.number), group \(user.group), \(user.home), \(user.shell)\(password)")
      })
  }
}

/// Groups and their members.
enum GroupSection: DiffSection {
  static let name = "groups"
  static let title = "Groups"

  static func compare(_ pair: DiffPair) -> Comparison {
    pair.accounts(groups)
  }

  private static func groups(_ contents: ImageContents) -> [String: String] {
    contents.groups.mapValues { group in
      "number \(group.number)" + (group.members.isEmpty ? "" : ": \(group.members.joined(separator: ", "))")
    }
  }
}

extension DiffPair {
  /// What differs in accounts of one kind, each with the package that makes it.
  ///
  /// - Parameter described: what is said of each of them, by name.
  fileprivate func accounts(_ described: (ImageContents) -> [String: String]) -> DiffSectionResult.Comparison
  {
    DiffSectionResult.Comparison(
      Change.all(from: described(before.contents), to: described(after.contents)) { $0 }.map { change in
        var change = change
        change.package = changedPackage(makingAccount: change.subject)
        return change
      })
  }
}
