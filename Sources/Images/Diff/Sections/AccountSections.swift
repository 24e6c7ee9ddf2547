/// Accounts, and how their passwords stand.
enum UserSection: DiffSection {
  static let name = "users"
  static let title = "Users"

  static func compare(_ pair: DiffPair) -> Comparison {
    Comparison(
      Change.all(from: users(pair.before.contents), to: users(pair.after.contents)) { $0 }.map { change in
        var change = change
        change.package = pair.changedPackage(makingAccount: change.subject)
        return change
      })
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
    Comparison(
      Change.all(from: groups(pair.before.contents), to: groups(pair.after.contents)) { $0 }.map { change in
        var change = change
        change.package = pair.changedPackage(makingAccount: change.subject)
        return change
      })
  }

  private static func groups(_ contents: ImageContents) -> [String: String] {
    contents.groups.mapValues { group in
      "number \(group.number)" + (group.members.isEmpty ? "" : ": \(group.members.joined(separator: ", "))")
    }
  }
}
