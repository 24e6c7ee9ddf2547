import Recipes

/// Root and users. No account gets a password.
///
/// The installer could make the first user itself, but stops at a question when it finds the name reserved, and makes
/// only one; so all are made alike, by commands.
extension PreseedRenderer {
  mutating func addAccounts() {
    set("passwd/root-login", "boolean", "true", from: .standard)
    // No hash, so no password fits. "!" would do as well, but the installer takes it for no answer and asks.
    set("passwd/root-password-crypted", "password", "*", from: .standard)
    set("passwd/make-user", "boolean", "false", from: .standard)
    let accounts = AccountCommands(install.authorizedKeys, install.users, target: "/target") {
      write($0, to: $1)
    }
    accounts.commands.forEach { run($0.value, from: $0.origin) }
  }
}
