import Diagnostics
import Recipes
import Text

/// Shell commands that make users and set root's keys in a new system. No account gets a password.
struct AccountCommands {
  /// Writes lines to a file, whose name needs no quotes, in the shell of the installer.
  typealias Write = (_ lines: [String], _ file: String) -> String

  private(set) var commands: [Sourced<String>] = []
  private(set) var problems: [Diagnostic] = []
  /// Where the new system is mounted; empty inside it.
  private let target: String
  private let write: Write

  init(_ install: InstallSettings, target: String, write: @escaping Write) {
    self.target = target
    self.write = write
    if let first = install.authorizedKeys.first {
      install.authorizedKeys.forEach { check($0.value, "authorizedKeys", at: $0.origin) }
      addKeys(install.authorizedKeys.map(\.value), home: "/root", owner: "root", from: first.origin)
    }
    for user in install.users { add(user.value, from: user.origin) }
    let names = install.users.map(\.value.name)
    for (index, user) in install.users.enumerated() where names[..<index].contains(user.value.name) {
      problems.append(Diagnostic("users: '\(user.value.name)' is named twice", from: user.origin))
    }
  }

  private mutating func add(_ user: User, from origin: Origin) {
    Rule.account.check(user.name, "users: name", at: origin, &problems)
    Rule.fullName.check(user.fullName, "users: full name of '\(user.name)'", at: origin, &problems)
    user.groups.forEach { Rule.account.check($0, "users: group of '\(user.name)'", at: origin, &problems) }
    user.authorizedKeys.forEach { check($0, "users: key of '\(user.name)'", at: origin) }
    if user.name == "root" {
      problems.append(Diagnostic("users: 'root' is always there; give it authorizedKeys", from: origin))
    }
    let others = user.groups.filter { $0 != user.name }
    // Its own, too: useradd(8) refuses to make one that is there, such as one that another user is in.
    for group in [user.name] + others { run("\(inside)groupadd -f \(group)", from: origin) }
    let groups = " -g \(user.name)" + (others.isEmpty ? "" : " -G " + others.joined(separator: ","))
    let comment = shellWord(user.fullName)
    run("\(inside)useradd -m -s /bin/bash -p '*' -c \(comment)\(groups) \(user.name)", from: origin)
    if !user.authorizedKeys.isEmpty {
      addKeys(user.authorizedKeys, home: "/home/\(user.name)", owner: user.name, from: origin)
    }
    guard user.sudo else { return }
    let file = "\(target)/etc/sudoers.d/\(user.name)"
    run(write(["\(user.name) ALL=(ALL:ALL) NOPASSWD: ALL"], file), from: origin)
    run("chmod 440 \(file)", from: origin)
  }

  private mutating func addKeys(_ keys: [String], home: String, owner: String, from origin: Origin) {
    let folder = home + "/.ssh"
    run("mkdir -p -m 700 \(target)\(folder)", from: origin)
    run(write(keys, "\(target)\(folder)/authorized_keys"), from: origin)
    run("chmod 600 \(target)\(folder)/authorized_keys", from: origin)
    run("\(inside)chown -R \(owner):\(owner) \(folder)", from: origin)
  }

  /// Before a command that is to see the new system's accounts.
  private var inside: String { target.isEmpty ? "" : "chroot \(target) " }

  private mutating func run(_ command: String, from origin: Origin) {
    commands.append(Sourced(command, from: origin))
  }

  private mutating func check(_ key: String, _ setting: String, at origin: Origin) {
    Rule.authorizedKey.check(key, setting, at: origin, &problems)
  }
}
