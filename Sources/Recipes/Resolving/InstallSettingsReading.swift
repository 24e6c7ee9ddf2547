extension InstallSettings {
  /// Reads the merged `install`, standards filled in.
  init(_ value: Value, storage: Storage, certificates: [Sourced<Certificate>]) {
    self.init(
      locale: value.required("locale"),
      keyboard: value.required("keyboard"),
      timezone: value.required("timezone"),
      hostname: value.required("hostname"),
      mirror: value.formed("mirror"),
      proxy: value.formed("proxy"),
      certificates: certificates,
      timeServers: value.formedList("ntp_servers"),
      searchDomains: value.formedList("dns_search"),
      authorizedKeys: value.formedList("authorized_keys"),
      users: User.list(value),
      storage: storage,
      packages: value.formedList("packages"),
      kernelArguments: value.formedList("kernel_arguments"),
      serialConsole: value.formed("serial_console"),
      raw: value.sourcedStrings("raw"))
  }
}

extension SystemSettings {
  /// Reads some of the keys of `install`.
  init(_ value: Value, certificates: [Sourced<Certificate>]) {
    self.init(
      locale: value.formed("locale"), keyboard: value.formed("keyboard"), timezone: value.formed("timezone"),
      hostname: value.formed("hostname"), certificates: certificates,
      timeServers: value.formedList("ntp_servers"), searchDomains: value.formedList("dns_search"),
      authorizedKeys: value.formedList("authorized_keys"), users: User.list(value),
      lean: value.sourcedStrings("lean").compactMap { written in
        LeanPart(rawValue: written.value).map { Sourced($0, from: written.origin) }
      })
  }
}

extension User {
  /// The users among settings, each with who asks for it.
  static func list(_ settings: Value) -> [Sourced<User>] {
    settings.list("users").map { Sourced(User($0), from: $0.origin) }
  }

  fileprivate init(_ value: Value) {
    let name: Sourced<AccountName> = value.required("name")
    let fullName: Sourced<FullName>? = value.formed("full_name")
    let (groups, keys): ([Sourced<AccountName>], [Sourced<AuthorizedKey>]) = (
      value.formedList("groups"), value.formedList("authorized_keys")
    )
    self.init(
      name: name.value, fullName: fullName?.value ?? "", groups: groups.map(\.value),
      sudo: value.flag("sudo"), authorizedKeys: keys.map(\.value))
  }
}
