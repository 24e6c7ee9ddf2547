/// The guest's users and groups, as its passwd(5) and group(5) files name them.
struct Accounts: Sendable {
  private var users: [Substring: (id: Int32, group: Int32)] = [:]
  private var groups: [Substring: Int32] = [:]

  init(passwd: String, group: String) {
    for fields in Self.lines(passwd) where fields.count >= 4 {
      if let id = Int32(fields[2]), let group = Int32(fields[3]) { users[fields[0]] = (id, group) }
    }
    for fields in Self.lines(group) where fields.count >= 3 {
      groups[fields[0]] = Int32(fields[2])
    }
  }

  /// The ids of `user`, with its own first group, or `user:group`; numbers pass as they are.
  func ids(_ owner: String) throws(GuestError) -> (user: Int32, group: Int32) {
    let parts = owner.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let name = parts[0]
    let user = users[name] ?? Self.number(name).map { (id: $0, group: $0) }
    guard let user else { throw .unknownAccount(String(name), file: "/etc/passwd") }
    guard parts.count == 2 else { return (user.id, user.group) }
    guard let group = groups[parts[1]] ?? Self.number(parts[1]) else {
      throw .unknownAccount(String(parts[1]), file: "/etc/group")
    }
    return (user.id, group)
  }

  private static func number(_ text: Substring) -> Int32? {
    Int32(text).flatMap { $0 >= 0 ? $0 : nil }
  }

  private static func lines(_ text: String) -> [[Substring]] {
    text.split(separator: "\n").map { $0.split(separator: ":", omittingEmptySubsequences: false) }
  }
}
