extension InstallSettings {
  /// Reads the merged `install`, standards filled in.
  init(_ value: Value, certificates: [Sourced<Certificate>]) {
    func required(_ key: String) -> Sourced<String> { value.sourced(key) ?? Sourced("", from: .standard) }
    self.init(
      locale: required("locale"),
      keyboard: required("keyboard"),
      timezone: required("timezone"),
      hostname: required("hostname"),
      mirror: value.sourced("mirror"),
      proxy: value.sourced("proxy"),
      certificates: certificates,
      timeServers: value.sourcedStrings("ntp_servers"),
      searchDomains: value.sourcedStrings("dns_search"),
      authorizedKeys: value.sourcedStrings("authorized_keys"),
      users: value.list("users").map { Sourced(User($0), from: $0.origin) },
      storage: Storage(value["storage"] ?? .nothing),
      packages: value.sourcedStrings("packages"),
      kernelArguments: value.sourcedStrings("kernel_arguments"),
      serialConsole: value.sourced("serial_console"),
      raw: value.sourcedStrings("raw"))
  }
}

extension User {
  fileprivate init(_ value: Value) {
    self.init(
      name: value.string("name"), fullName: value.string("full_name"), groups: value.strings("groups"),
      sudo: value.flag("sudo"), authorizedKeys: value.strings("authorized_keys"))
  }
}
