import Recipes

/// Root's keys, and users. No account gets a password.
extension SetupScript {
  mutating func addAccounts(of install: InstallSettings) {
    let accounts = AccountCommands(install, target: "", write: Self.writing)
    accounts.commands.forEach { run($0.value, from: $0.origin) }
  }
}
