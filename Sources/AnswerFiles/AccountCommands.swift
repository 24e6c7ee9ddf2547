import Recipes
import Text

/// Shell commands that make users and set root's keys in a new system. No account gets a password.
struct AccountCommands {
  /// Writes lines to a file, whose name needs no quotes, in the shell of the installer.
  typealias Write = (_ lines: [String], _ file: String) -> String

  private(set) var commands: [Sourced<String>] = []
  /// Where the new system is mounted; empty inside it.
  private let target: String
  private let write: Write

  /// - Parameters:
  ///   - keys: root's.
  ///   - addsKeys: whether root's keys come to those that are there.
  init(
    _ keys: [Sourced<AuthorizedKey>], _ users: [Sourced<User>], target: String, addsKeys: Bool = false,
    write: @escaping Write
  ) {
    self.target = target
    self.write = write
    if let first = keys.first {
      addKeys(keys.map(\.value), home: "/root", owner: "root", adds: addsKeys, from: first.origin)
    }
    for user in users { add(user.value, from: user.origin) }
  }

  private mutating func add(_ user: User, from origin: Origin) {
    let others = user.groups.filter { $0 != user.name }
    // Its own, too: useradd(8) refuses to make one that is there, such as one that another user is in.
    for group in [user.name] + others { run("\(inside)groupadd -f \(group)", from: origin) }
    let groups =
      " -g \(user.name)" + (others.isEmpty ? "" : " -G " + others.map(\.text).joined(separator: ","))
    let comment = shellWord(user.fullName.text)
    run("\(inside)useradd -m -s /bin/bash -p '*' -c \(comment)\(groups) \(user.name)", from: origin)
    if !user.authorizedKeys.isEmpty {
      addKeys(user.authorizedKeys, home: "/home/\(user.name)", owner: user.name, from: origin)
    }
    guard user.sudo else { return }
    let file = "\(target)/etc/sudoers.d/\(user.name)"
    run(write(["\(user.name) ALL=(ALL:ALL) NOPASSWD: ALL"], file), from: origin)
    run("chmod 440 \(file)", from: origin)
  }

  private mutating func addKeys(
    _ keys: [AuthorizedKey], home: String, owner: AccountName, adds: Bool = false, from origin: Origin
  ) {
    let folder = home + "/.ssh"
    run("mkdir -p -m 700 \(target)\(folder)", from: origin)
    let file = "\(target)\(folder)/authorized_keys"
    if adds { run("[ ! -e \(file) ] || cp \(file) \(file).before", from: origin) }
    run(write(keys.map(\.text), file), from: origin)
    if adds {
      run(
        "if [ -e \(file).before ]; then cat \(file) >> \(file).before; mv \(file).before \(file); fi",
        from: origin)
    }
    run("chmod 600 \(target)\(folder)/authorized_keys", from: origin)
    run("\(inside)chown -R \(owner):\(owner) \(folder)", from: origin)
  }

  /// Before a command that is to see the new system's accounts.
  private var inside: String { target.isEmpty ? "" : "chroot \(target) " }

  private mutating func run(_ command: String, from origin: Origin) {
    commands.append(Sourced(command, from: origin))
  }
}
