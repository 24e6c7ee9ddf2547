import Diagnostics
import Recipes

/// Root and users. None of ours gets a password.
extension KickstartRenderer {
  mutating func addAccounts() {
    replace(
      ["rootpw"], by: [KickstartCommand("rootpw", ["--lock"], from: .standard)],
      because: "root gets no password")
    for key in install.authorizedKeys {
      kickstart.add(sshKey(key.value, of: "root", from: key.origin))
    }
    if let first = install.authorizedKeys.first {
      writeKeys(install.authorizedKeys.map(\.value), home: "/root", owner: "root", from: first.origin)
    }
    for user in install.users { add(user.value, from: user.origin) }
    warnOfPasswords()
  }

  /// Of users that the partial answer file makes and no setting does.
  private mutating func warnOfPasswords() {
    for command in kickstart.commands where command.name == "user" {
      guard let arguments = KickstartArguments(command, version), !arguments.has("--lock"),
        let password = arguments.value("--password"), !password.isEmpty
      else { continue }
      let message =
        "'\(command.summary)' has a password, and so has every copy of the image; list the user in 'install.users', with keys"
      warnings.append(Diagnostic(message, from: command.line.origin))
    }
  }

  private mutating func add(_ user: User, from origin: Origin) {
    // RHEL 7 makes no group that a user is to be in.
    let groups = version.age == 7 ? user.groups : []
    let (name, version) = (user.name.text, version)
    drop(because: Self.takesPlace(origin)) {
      $0.name == "user" && KickstartArguments($0, version)?.value("--name") == name
    }
    var arguments = ["--name=\(user.name)", "--lock", "--shell=/bin/bash"]
    if !user.fullName.text.isEmpty { arguments.append("--gecos=\(user.fullName)") }
    if !user.groups.isEmpty { arguments.append("--groups=\(user.groups.map(\.text).joined(separator: ","))") }
    kickstart.add(
      groups.map { KickstartCommand("group", ["--name=\($0)"], from: origin) }
        + [KickstartCommand("user", arguments, from: origin)]
        + user.authorizedKeys.flatMap { sshKey($0, of: user.name, from: origin) })
    if !user.authorizedKeys.isEmpty {
      writeKeys(user.authorizedKeys, home: "/home/\(user.name)", owner: user.name, from: origin)
    }
    guard user.sudo else { return }
    let rule = "\(user.name) ALL=(ALL) NOPASSWD: ALL"
    write([rule], to: "/etc/sudoers.d/\(user.name)", mode: "440", from: origin)
  }

  private var hasKeyCommand: Bool { version.reads("sshkey") }

  private func sshKey(_ key: AuthorizedKey, of user: AccountName, from origin: Origin) -> [KickstartCommand] {
    hasKeyCommand ? [KickstartCommand("sshkey", ["--username=\(user)", key.text], from: origin)] : []
  }

  /// For a version without `sshkey`.
  private mutating func writeKeys(
    _ keys: [AuthorizedKey], home: String, owner: AccountName, from origin: Origin
  ) {
    guard !hasKeyCommand else { return }
    let folder = home + "/.ssh"
    write(keys.map(\.text), to: folder + "/authorized_keys", mode: "600", from: origin)
    run("chmod 700 \(folder)\nchown -R \(owner):\(owner) \(folder)\nrestorecon -R \(folder)", from: origin)
  }
}
