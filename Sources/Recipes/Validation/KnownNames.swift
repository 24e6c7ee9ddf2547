import Diagnostics

/// Names that systems know, from lists that are shipped with Kiln (`names`), so that they are the same on every host.
///
/// A system may know others: a name that no list has is a doubt, which `kiln check` tells of, and no fault.
final class KnownNames {
  /// What a list is of; its file has the case's name.
  enum List: String, CaseIterable {
    case timezones, locales, keyboards

    /// Under `install` or `settings`.
    var key: String {
      switch self {
      case .timezones: "timezone"
      case .locales: "locale"
      case .keyboards: "keyboard"
      }
    }

    var meaning: String {
      switch self {
      case .timezones: "no time zone is"
      case .locales: "no locale is"
      case .keyboards: "no keyboard layout is"
      }
    }
  }

  private let folder: String?
  private var lists: [List: Set<String>] = [:]

  /// - Parameter shipped: the folder of what is shipped; without it, everything is known.
  init(shipped: RecipeFolder?) {
    folder = shipped.map { FilePath.join($0.path, "names") }
  }

  /// What nothing is known of among a recipe's settings.
  func doubts(of recipe: Value) -> [Diagnostic] {
    let settings = [recipe["install"]] + recipe.list("provision").map { $0["settings"] }
    return settings.compactMap(\.self).flatMap { settings in
      List.allCases.compactMap { list in
        settings.sourced(list.key).flatMap { doubt($0, list) }
      }
    }
  }

  private func doubt(_ name: Sourced<String>, _ list: List) -> Diagnostic? {
    guard name.origin != .standard else { return nil }
    let known = names(list)
    guard !known.isEmpty, !known.contains(name.value), !known.contains(Self.plain(name.value)) else {
      return nil
    }
    let hint = didYouMean(name.value, among: known)
    return Diagnostic("\(list.meaning) called '\(name.value)'\(hint)", from: name.origin)
  }

  /// glibc takes `utf8` for `UTF-8`.
  private static func plain(_ locale: String) -> String { locale.replacing(".utf8", with: ".UTF-8") }

  private func names(_ list: List) -> Set<String> {
    if let known = lists[list] { return known }
    let path = folder.map { "\($0)/\(list.rawValue).txt" }
    let bytes = path.flatMap { try? HostFile.read($0, limit: 1 << 20) } ?? []
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    let names = Set(lines.filter { !$0.hasPrefix("#") }.map(String.init))
    lists[list] = names
    return names
  }
}

/// Accounts that systems have, or that packages make: what an unknown one was perhaps meant to be.
enum KnownAccounts {
  /// Debian's base-passwd, Fedora's setup, and what widely used packages of both make.
  private static let usual: Set<String> = [
    "adm", "apache", "audio", "backup", "bin", "caddy", "cdrom", "chrony", "crontab", "daemon", "dbus",
    "dialout",
    "dip", "disk", "docker", "fax", "floppy", "ftp", "games", "git", "grafana", "haproxy", "input", "irc",
    "kmem", "kvm",
    "libvirt", "list", "lock", "lp", "lpadmin", "mail", "man", "memcache", "messagebus", "mongodb", "mysql",
    "named",
    "netdev", "news", "nginx", "nobody", "nogroup", "operator", "plugdev", "polkitd", "postfix", "postgres",
    "prometheus", "proxy", "rabbitmq", "redis", "render", "root", "rpc", "sasl", "shadow", "src", "sshd",
    "staff",
    "sudo", "sync", "sys", "syslog", "systemd-journal", "systemd-network", "systemd-resolve",
    "systemd-timesync",
    "tape", "tomcat", "tss", "tty", "unbound", "users", "utmp", "uucp", "uuidd", "video", "voice", "wheel",
    "www-data",
  ]

  /// What to say of an account that is nearly called as one that is usual; nil for all others: a package may make it.
  ///
  /// - Parameter own: the accounts that the recipes make.
  static func doubt(_ name: String, own: Set<String>) -> String? {
    let known = usual.union(own)
    guard !known.contains(name), let near = nearest(to: name, among: known) else { return nil }
    return "'\(name)' is no usual account (did you mean '\(near)'?)"
  }
}
