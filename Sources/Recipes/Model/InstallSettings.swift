/// What an installer is told, in words that fit every family of distributions.
public struct InstallSettings: Hashable, Sendable, Codable {
  public var locale: Sourced<LocaleName>
  public var keyboard: Sourced<KeyboardLayout>
  public var timezone: Sourced<TimeZoneName>
  public var hostname: Sourced<Hostname>
  /// The archive that the *finished* image uses and the build too, when a site or `--set` names one; nil: the media's own.
  public var mirror: Sourced<HTTPAddress>?
  /// An HTTP proxy for the build and the finished image.
  public var proxy: Sourced<HTTPAddress>?
  /// Certificates that the finished system trusts beside those of its distribution.
  public var certificates: [Sourced<Certificate>]
  /// Host names of time servers; empty leaves the distribution's own.
  public var timeServers: [Sourced<Hostname>]
  /// Domains that a short host name is looked up in.
  public var searchDomains: [Sourced<Hostname>]
  /// OpenSSH public keys for root, whose password is always locked.
  public var authorizedKeys: [Sourced<AuthorizedKey>]
  public var users: [Sourced<User>]
  public var storage: Storage
  public var packages: [Sourced<PackageName>]
  /// Of the installed system's kernel command line.
  public var kernelArguments: [Sourced<KernelArgument>]
  /// Nil: no console but the screen.
  public var serialConsole: Sourced<SerialConsole>?
  /// Lines taken over into the answer file as they are, after all others.
  public var raw: [Sourced<String>]

  public init(
    locale: Sourced<LocaleName>,
    keyboard: Sourced<KeyboardLayout>,
    timezone: Sourced<TimeZoneName>,
    hostname: Sourced<Hostname>,
    mirror: Sourced<HTTPAddress>? = nil,
    proxy: Sourced<HTTPAddress>? = nil,
    certificates: [Sourced<Certificate>] = [],
    timeServers: [Sourced<Hostname>] = [],
    searchDomains: [Sourced<Hostname>] = [],
    authorizedKeys: [Sourced<AuthorizedKey>],
    users: [Sourced<User>],
    storage: Storage,
    packages: [Sourced<PackageName>],
    kernelArguments: [Sourced<KernelArgument>],
    serialConsole: Sourced<SerialConsole>? = nil,
    raw: [Sourced<String>]
  ) {
    self.locale = locale
    self.keyboard = keyboard
    self.timezone = timezone
    self.hostname = hostname
    self.mirror = mirror
    self.proxy = proxy
    self.certificates = certificates
    self.timeServers = timeServers
    self.searchDomains = searchDomains
    self.authorizedKeys = authorizedKeys
    self.users = users
    self.storage = storage
    self.packages = packages
    self.kernelArguments = kernelArguments
    self.serialConsole = serialConsole
    self.raw = raw
  }
}

/// An ordinary user of the installed system; its password is locked.
public struct User: Hashable, Sendable, Codable {
  public var name: AccountName
  /// Empty where nobody wrote one.
  public var fullName: FullName
  public var groups: [AccountName]
  /// May use sudo without a password.
  public var sudo: Bool
  public var authorizedKeys: [AuthorizedKey]

  public init(
    name: AccountName, fullName: FullName, groups: [AccountName], sudo: Bool,
    authorizedKeys: [AuthorizedKey]
  ) {
    self.name = name
    self.fullName = fullName
    self.groups = groups
    self.sudo = sudo
    self.authorizedKeys = authorizedKeys
  }
}

/// A certificate of a certification authority, as read while the recipe was loaded.
public struct Certificate: Hashable, Sendable, Codable {
  /// The file's name without its folder and ending.
  public var name: String
  /// PEM (RFC 7468), one certificate or more, and nothing around them.
  public var text: String

  public var lines: [String] { text.split(whereSeparator: \.isNewline).map(String.init) }

  public init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}
