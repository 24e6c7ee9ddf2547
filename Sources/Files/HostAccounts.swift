internal import Glibc
private import Synchronization

/// Users and groups of this host (getpwnam(3), getgrnam(3)).
///
/// The C library puts every answer in the same place, for all threads: so one asks at a time, and keeps a copy.
enum HostAccounts {
  struct Group {
    let number: gid_t
    let name: String
    let members: [String]
  }

  private static let asking = Mutex(())

  /// nil for a number that has no name.
  static func name(ofUser number: uid_t) -> String? {
    asking.withLock { _ in getpwuid(number).map { String(cString: $0.pointee.pw_name) } }
  }

  static func group(_ number: gid_t) -> Group? {
    asking.withLock { _ in getgrgid(number).map { Group($0.pointee) } }
  }

  static func group(named name: String) -> Group? {
    asking.withLock { _ in getgrnam(name).map { Group($0.pointee) } }
  }
}

/// What this host calls who runs this process; the number of a user without a name.
public func userName() -> String { HostAccounts.name(ofUser: geteuid()) ?? "user \(geteuid())" }

extension HostAccounts.Group {
  fileprivate init(_ entry: group) {
    var members: [String] = []
    var next = entry.gr_mem
    while let member = next?.pointee {
      members.append(String(cString: member))
      next = next?.successor()
    }
    self.init(number: entry.gr_gid, name: String(cString: entry.gr_name), members: members)
  }
}
