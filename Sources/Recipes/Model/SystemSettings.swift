/// Settings that can be made in any installed system: what derived recipes set of `install` without another installation.
public struct SystemSettings: Hashable, Sendable, Codable {
  public var locale: Sourced<LocaleName>?
  public var keyboard: Sourced<KeyboardLayout>?
  public var timezone: Sourced<TimeZoneName>?
  public var hostname: Sourced<Hostname>?
  /// Trusted beside those that are there.
  public var certificates: [Sourced<Certificate>]
  /// In place of those that are there; empty leaves them.
  public var timeServers: [Sourced<Hostname>]
  /// In place of those that are there; empty leaves them.
  public var searchDomains: [Sourced<Hostname>]
  /// Root's, beside those that are there.
  public var authorizedKeys: [Sourced<AuthorizedKey>]
  /// New ones.
  public var users: [Sourced<User>]
  /// What is left out of the system, and of packages that come later.
  public var lean: [Sourced<LeanPart>]

  public init(
    locale: Sourced<LocaleName>? = nil, keyboard: Sourced<KeyboardLayout>? = nil,
    timezone: Sourced<TimeZoneName>? = nil, hostname: Sourced<Hostname>? = nil,
    certificates: [Sourced<Certificate>] = [], timeServers: [Sourced<Hostname>] = [],
    searchDomains: [Sourced<Hostname>] = [], authorizedKeys: [Sourced<AuthorizedKey>] = [],
    users: [Sourced<User>] = [], lean: [Sourced<LeanPart>] = []
  ) {
    self.locale = locale
    self.keyboard = keyboard
    self.timezone = timezone
    self.hostname = hostname
    self.certificates = certificates
    self.timeServers = timeServers
    self.searchDomains = searchDomains
    self.authorizedKeys = authorizedKeys
    self.users = users
    self.lean = lean
  }
}

extension SystemSettings {
  /// Each setting by its key under `install`, and who asks for it.
  public var origins: [(key: String, origin: Origin)] {
    let single = [
      ("locale", locale?.origin), ("keyboard", keyboard?.origin), ("timezone", timezone?.origin),
      ("hostname", hostname?.origin), ("ca_certificates", certificates.first?.origin),
      ("ntp_servers", timeServers.first?.origin), ("dns_search", searchDomains.first?.origin),
      ("authorized_keys", authorizedKeys.first?.origin), ("users", users.first?.origin),
      ("lean", lean.first?.origin),
    ]
    return single.compactMap { key, origin in origin.map { (key, $0) } }
  }
}
