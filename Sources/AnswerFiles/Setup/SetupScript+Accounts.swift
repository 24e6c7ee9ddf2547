import Recipes

/// Root's keys, and users. No account gets a password.
extension SetupScript {
  mutating func addAccounts(of install: InstallSettings) {
    if let first = install.authorizedKeys.first {
      install.authorizedKeys.forEach { check($0.value, "authorizedKeys", at: $0.origin) }
      addKeys(install.authorizedKeys.map(\.value), home: "/root", owner: "root", from: first.origin)
    }
    for user in install.users { add(user.value, from: user.origin) }
  }

  private mutating func add(_ user: User, from origin: Origin) {
    for name in [user.name] + user.groups { Rule.account.check(name, "users", at: origin, &problems) }
    Rule.fullName.check(user.fullName, "users: full name of '\(user.name)'", at: origin, &problems)
    user.authorizedKeys.forEach { check($0, "users: key of '\(user.name)'", at: origin) }
    for group in user.groups { run("groupadd -f \(group)", from: origin) }
    let groups = user.groups.isEmpty ? "" : " -G " + user.groups.joined(separator: ",")
    run(
      "useradd -m -s /bin/bash -p '*' -c \(shellWord(user.fullName))\(groups) \(user.name)", from: origin)
    if !user.authorizedKeys.isEmpty {
      addKeys(user.authorizedKeys, home: "/home/\(user.name)", owner: user.name, from: origin)
    }
    guard user.sudo else { return }
    let file = "/etc/sudoers.d/\(user.name)"
    write(["\(user.name) ALL=(ALL:ALL) NOPASSWD: ALL"], to: file, from: origin)
    run("chmod 440 \(file)", from: origin)
  }

  private mutating func addKeys(_ keys: [String], home: String, owner: String, from origin: Origin) {
    let folder = home + "/.ssh"
    run("mkdir -p -m 700 \(folder)", from: origin)
    write(keys, to: "\(folder)/authorized_keys", from: origin)
    run("chmod 600 \(folder)/authorized_keys", from: origin)
    run("chown -R \(owner):\(owner) \(folder)", from: origin)
  }

  private mutating func check(_ key: String, _ setting: String, at origin: Origin) {
    Rule.authorizedKey.check(key, setting, at: origin, &problems)
  }
}
