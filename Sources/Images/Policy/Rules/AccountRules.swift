import Recipes
import Text

/// Whether, and how, the administrator's account can be logged in to.
enum RootLoginRule: PolicyRule {
  static let field = Field(
    "root_login", .choice(["none", "keys"]),
    "How root may log in: `none`, not at all; `keys`, over SSH with a key. In either case no account of number 0 may have a password,"
      + " nor a console a login of its own.")

  static func judge(_ facts: ImageFacts, by value: PolicyValue) -> Judgement {
    let contents = facts.disks.contents
    return .all([password(contents), console(contents), ssh(contents, value.text)])
  }

  private static func password(_ contents: ImageContents) -> Judgement {
    let accounts = Accounts(contents)
    if let fault = accounts.fault { return .unknown(fault) }
    if let account = accounts.roots.first(where: { $0.password == nil }) {
      return .unknown("/etc/shadow cannot be read for '\(shownName(account.name))'")
    }
    let open = accounts.roots.filter(\.lacksLock).map {
      "'\($0.name)' (number 0) has \($0.password == .empty ? "an empty password" : "a password")"
    }
    return .failed(by: open, otherwise: "no account of number 0 has a password")
  }

  private static func console(_ contents: ImageContents) -> Judgement {
    let found = contents.texts.filter { path, text in
      path.hasPrefix("/etc/systemd/system/") && text.contains("--autologin")
    }
    return .failed(
      by: found.keys.sorted().map { "\($0) logs somebody in without being asked (--autologin)" },
      otherwise: "no console logs in by itself")
  }

  private static func ssh(_ contents: ImageContents, _ allowed: String) -> Judgement {
    let server = SSHServer(contents)
    if let other = server.other { return .unknown("\(other) is an SSH server whose settings are not read") }
    if let fault = server.fault { return .unknown(shownName(fault)) }
    guard server.isInstalled else { return .passed("there is no SSH server") }
    let allowedValues: Set<String> =
      allowed == "none"
      ? ["no"] : ["no", "prohibit-password", "without-password", "forced-commands-only"]
    // Enterprise Linux up to 8 was shipped with another default than OpenSSH's own.
    let standard = contents.packageFormat == "rpm" ? "yes" : "prohibit-password"
    let found = server.value("permitrootlogin")
    let settings =
      server.conditional("permitrootlogin") + [
        found
          ?? SSHServer.Directive(
            keyword: "permitrootlogin", value: standard, isConditional: false,
            place: "\(SSHServer.configuration) does not say, and the default is")
      ]
    return .failed(
      by: settings.filter { !allowedValues.contains($0.value.lowercased()) }.map {
        "\($0.place): PermitRootLogin \($0.value)"
      }, otherwise: "PermitRootLogin \(found?.value ?? standard)")
  }
}

/// Whether passwords are taken over the network.
enum PasswordAuthenticationRule: PolicyRule {
  static let field = Field(
    "password_authentication", .boolean, "Whether the SSH server may take passwords, directly or through PAM."
  )

  static func judge(_ facts: ImageFacts, by value: PolicyValue) -> Judgement {
    if value.isTrue { return .passed("the policy allows it") }
    let server = SSHServer(facts.disks.contents)
    if let other = server.other { return .unknown("\(other) is an SSH server whose settings are not read") }
    if let fault = server.fault { return .unknown(shownName(fault)) }
    guard server.isInstalled else { return .passed("there is no SSH server") }
    return .all([
      isOff(server, "PasswordAuthentication", "passwordauthentication"),
      isOff(
        server, "KbdInteractiveAuthentication", "kbdinteractiveauthentication",
        "challengeresponseauthentication"),
      cloudInit(facts.disks.contents),
    ])
  }

  private static func isOff(_ server: SSHServer, _ name: String, _ first: String, _ second: String = "")
    -> Judgement
  {
    let conditional = server.conditional(first, second).filter { $0.value.lowercased() != "no" }
    guard let found = server.value(first, second) else {
      return .failed("\(SSHServer.configuration) does not say \(name), and the default is yes")
    }
    let open = (found.value.lowercased() == "no" ? [] : [found]) + conditional
    return .failed(
      by: open.map { "\($0.place): \(name) \($0.value)" }, otherwise: "\(found.place): \(name) no")
  }

  /// cloud-init, "Set Passwords": it turns them on again at the first boot.
  private static func cloudInit(_ contents: ImageContents) -> Judgement {
    let found = contents.texts.filter { path, text in
      guard path == "/etc/cloud/cloud.cfg" || path.hasPrefix("/etc/cloud/cloud.cfg.d/") else { return false }
      return text.plainLines.contains { line in
        let words = line.filter { $0 != " " && $0 != "\t" && $0 != "\"" && $0 != "'" }.lowercased()
        return ["ssh_pwauth:true", "ssh_pwauth:1", "ssh_pwauth:yes"].contains(where: words.hasPrefix)
      }
    }
    return .failed(
      by: found.keys.sorted().map { "\($0): cloud-init turns passwords on (ssh_pwauth)" },
      otherwise: "cloud-init leaves it so")
  }
}

/// Accounts that a password lets in.
enum PasswordRule: PolicyRule {
  static let field = Field(
    "accounts_with_password",
    .list(of: .text(Form("an account's name", "^[^:\n]+$", example: "operator"))),
    "The accounts that may have a password; an empty one none may have.")

  static func judge(_ facts: ImageFacts, by value: PolicyValue) -> Judgement {
    let accounts = Accounts(facts.disks.contents)
    if let fault = accounts.fault { return .unknown(fault) }
    let allowed = Set(value.texts)
    let found = accounts.all.filter {
      $0.password == .empty || $0.password == .set && !allowed.contains($0.name)
    }
    let unknown = accounts.all.filter { $0.password == nil && !allowed.contains($0.name) }
    return .all([
      .failed(
        by: found.map { "'\($0.name)' has \($0.password == .empty ? "an empty password" : "a password")" },
        otherwise: "no other account has a password"),
      unknown.isEmpty
        ? .passed("all passwords' states are known")
        : .unknown("/etc/shadow cannot be read for '\(shownName(unknown[0].name))'"),
    ])
  }
}

/// Keys that let their owners in.
enum AuthorizedKeyRule: PolicyRule {
  static let field = Field(
    "authorized_keys",
    .list(
      of: .text(
        Form(
          "a key's SHA-256 fingerprint, as ssh-keygen -l shows it", "^SHA256:[A-Za-z0-9+/]{43}$",
          example: "SHA256:\(String(repeating: "A", count: 43))"))),
    "The SSH keys that may log in, by fingerprint; an empty list allows none.")

  static func judge(_ facts: ImageFacts, by value: PolicyValue) -> Judgement {
    let contents = facts.disks.contents
    let accounts = Accounts(contents)
    if let fault = accounts.fault { return .unknown(fault) }
    let server = SSHServer(contents)
    if let fault = server.fault { return .unknown(shownName(fault)) }
    let patterns = files(server)
    var found: [AuthorizedKey] = []
    var unread: [String] = []
    for account in accounts.all {
      for pattern in patterns {
        let path = place(pattern, of: account)
        switch contents.place(of: path) {
        case .nothing: continue
        case .unreachable: break
        case .at(let place): if contents.files[place]?.kind == .folder { continue }
        }
        guard let text = contents.text(at: path) else {
          unread.append(path)
          continue
        }
        let (keys, others) = AuthorizedKey.all(in: text, of: account.name)
        found += keys
        if others > 0 { unread.append(path) }
      }
    }
    let allowed = Set(value.texts)
    return .all([
      .failed(
        by: found.filter { !allowed.contains($0.fingerprint) }.map {
          "\($0.fingerprint) may log in as '\($0.account)'" + ($0.comment.isEmpty ? "" : " (\($0.comment))")
        }, otherwise: found.isEmpty ? "no key may log in" : "\(found.count) keys, all of them allowed"),
      others(server),
      unread.isEmpty
        ? .passed("every file of keys was read")
        : .unknown("\(shownName(unread[0])) is not keys alone"),
    ])
  }

  /// Ways to let keys in that no file names.
  private static func others(_ server: SSHServer) -> Judgement {
    let found = ["authorizedkeyscommand", "trustedusercakeys"].flatMap { word in
      server.directives.filter { $0.keyword == word && $0.value.lowercased() != "none" }
    }
    return .failed(
      by: found.map { "\($0.place): \($0.keyword) \($0.value)" }, otherwise: "keys come from files alone")
  }

  private static func files(_ server: SSHServer) -> [String] {
    let standard = [".ssh/authorized_keys", ".ssh/authorized_keys2"]
    let said =
      ([server.value("authorizedkeysfile")].compactMap { $0 } + server.conditional("authorizedkeysfile"))
      .flatMap { $0.value.split(separator: " ").map(String.init) }
    return Array(Set(standard + said.prefix(5).filter { $0 != "none" })).sorted()
  }

  /// sshd_config(5), "TOKENS".
  private static func place(_ pattern: String, of account: Accounts.Account) -> String {
    let path = pattern.replacing("%u", with: account.name).replacing("%h", with: account.home)
      .replacing("%U", with: account.number).replacing("%%", with: "%")
    return path.hasPrefix("/") ? path : "\(account.home)/\(path)"
  }
}
