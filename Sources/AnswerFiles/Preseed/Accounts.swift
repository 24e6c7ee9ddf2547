import Diagnostics
import Recipes
import Text

/// Root and users. No account of a recipe gets a password.
///
/// The installer could make the first user itself, but stops at a question when it finds the name reserved, and makes
/// only one; so all are made alike, by commands. The component that would is not loaded.
extension PreseedRenderer {
  mutating func addAccounts() {
    addGivenUser()
    for name in ["passwd/root-password", "passwd/root-password-again", "passwd/root-password-crypted"] {
      guard let given = preseed.directive(name), !["", "*", "!"].contains(given.value) else { continue }
      drop(name, because: "root has no password; name keys in 'install.authorized_keys'")
    }
    set("passwd/root-login", "boolean", "true", from: .standard)
    // No hash, so no password fits. "!" would do as well, but the installer takes it for no answer and asks.
    set("passwd/root-password-crypted", "password", "*", from: .standard)
    set("passwd/make-user", "boolean", "false", from: .standard)
    let accounts = AccountCommands(install.authorizedKeys, install.users, target: "/target") {
      write($0, to: $1)
    }
    accounts.commands.forEach { run($0.value, from: $0.origin) }
  }

  /// The user that the partial answer file has the installer make, made as user-setup makes it.
  private mutating func addGivenUser() {
    let given = GivenUser(preseed)
    // Root cannot log in by a password in any case.
    preseed.remove("passwd/root-login")
    let isMade = given.map { given in !install.users.contains { $0.value.name.text == given.name } } ?? false
    // The command asks the installer for the password, so that it stands in no log of commands.
    let kept = isMade ? given?.passwordQuestion : nil
    for name in GivenUser.questions where name != kept { preseed.remove(name) }
    guard let given else { return }
    preseed.remove("passwd/make-user")
    guard let name = AccountName(given.name) else {
      let message = "'passwd/username': '\(given.name)' is not \(AccountName.form.meaning)"
      return problems.append(Diagnostic(message, from: given.origin))
    }
    if let own = install.users.first(where: { $0.value.name == name }) {
      let message = "'passwd/username' is dropped: \(own.origin) makes the user '\(name)'"
      return warnings.append(Diagnostic(message, from: given.origin))
    }
    if given.hasOtherPasswordAgain {
      let message = "'passwd/user-password-again' is not 'passwd/user-password'; the installer would ask"
      problems.append(Diagnostic(message, from: given.origin))
    }
    if let password = given.passwordQuestion.flatMap(preseed.directive), password.value.contains(#"\n"#) {
      let message = #"'\#(password.question.name)' has '\n' in it, which the installer makes a line end of"#
      problems.append(Diagnostic(message, from: password.lines.first?.origin ?? given.origin))
    }
    given.commands(name).forEach { run($0, from: given.origin) }
  }
}

/// What a preseed says of the first user (user-setup, `user-setup-apply`).
struct GivenUser {
  let name: String
  let origin: Origin
  /// Whether root cannot log in, so that this one must become root.
  let isAdministrator: Bool
  let hasOtherPasswordAgain: Bool
  private let fullName: String
  private let id: String?
  private let groups: [Substring]
  /// The question whose answer is the password, if it has one.
  let passwordQuestion: String?

  /// What is asked of a user; of root, what follows from the user.
  static let questions = [
    "passwd/username", "passwd/user-fullname", "passwd/user-password", "passwd/user-password-again",
    "passwd/user-password-crypted", "passwd/user-uid", "passwd/user-default-groups",
  ]

  /// Nil where none is to be made.
  init?(_ preseed: Preseed) {
    func answer(_ name: String) -> String? {
      preseed.directive("passwd/\(name)")?.value
    }
    guard answer("make-user") != "false", let user = preseed.directive("passwd/username"), !user.value.isEmpty
    else { return nil }
    name = user.value
    origin = user.lines.first?.origin ?? .standard
    isAdministrator = answer("root-login") == "false"
    fullName = answer("user-fullname") ?? ""
    id = answer("user-uid").flatMap { $0.isEmpty ? nil : $0 }
    groups = (answer("user-default-groups") ?? Self.usualGroups).split(separator: " ")
    let plain = answer("user-password") ?? ""
    hasOtherPasswordAgain = answer("user-password-again").map { $0 != plain } ?? false
    let isCrypted = !(answer("user-password-crypted") ?? "").isEmpty
    passwordQuestion = isCrypted ? Self.crypted : plain.isEmpty ? nil : "passwd/user-password"
  }

  private static let crypted = "passwd/user-password-crypted"

  /// Without a password nobody logs in with one.
  func commands(_ name: AccountName) -> [String] {
    let id = id.map { " -u \(shellWord($0))" } ?? ""
    let all = (groups + (isAdministrator ? ["sudo"] : [])).map { shellWord(String($0)) }.joined(
      separator: " ")
    let add = "chroot /target usermod -a -G \"$group\" \(name)"
    return [
      "chroot /target useradd -m -s /bin/bash\(id) -c \(PreseedRenderer.carried(fullName)) \(name)",
      "for group in \(all); do if chroot /target getent group \"$group\" > /dev/null; then \(add); fi; done",
    ]
      + (passwordQuestion.map { question in
        let option = question == Self.crypted ? " -e" : ""
        return [
          "password=$(debconf-get \(question))",
          "[ -n \"$password\" ] || fail 'the installer has lost the password of \(name)'",
          "echo \"\(name):$password\" | chroot /target chpasswd\(option)",
          // As user-setup does, so that it stays in no copy of the installer's answers.
          "debconf-set \(question) ''",
        ]
      } ?? [])
  }

  /// The default of `passwd/user-default-groups`; those that the system has.
  private static let usualGroups =
    "audio cdrom dip floppy video plugdev netdev scanner bluetooth debian-tor lpadmin"
}
