/// What an installer is told, in words that fit every family of distributions.
public struct InstallSettings: Hashable, Sendable, Codable {
  /// Such as `en_US.UTF-8`.
  public var locale: Sourced<String>
  /// An X keyboard layout, such as `us`.
  public var keyboard: Sourced<String>
  /// A name of the tz database, such as `Europe/Prague`.
  public var timezone: Sourced<String>
  public var hostname: Sourced<String>
  /// The archive that the *finished* image uses and the build too, when a site or `--set` names one; nil: the media's own.
  public var mirror: Sourced<String>?
  /// An HTTP proxy for the build and the finished image.
  public var proxy: Sourced<String>?
  /// Certificates that the finished system trusts beside those of its distribution.
  public var certificates: [Sourced<Certificate>]
  /// Host names of time servers; empty leaves the distribution's own.
  public var timeServers: [Sourced<String>]
  /// Domains that a short host name is looked up in.
  public var searchDomains: [Sourced<String>]
  /// OpenSSH public keys for root, whose password is always locked.
  public var authorizedKeys: [Sourced<String>]
  public var users: [Sourced<User>]
  public var storage: Storage
  public var packages: [Sourced<String>]
  /// Of the installed system's kernel command line.
  public var kernelArguments: [Sourced<String>]
  /// Such as `ttyS0` or `ttyS0,115200`; nil: no console but the screen.
  public var serialConsole: Sourced<String>?
  /// Lines taken over into the answer file as they are, after all others.
  public var raw: [Sourced<String>]

  public init(
    locale: Sourced<String>,
    keyboard: Sourced<String>,
    timezone: Sourced<String>,
    hostname: Sourced<String>,
    mirror: Sourced<String>? = nil,
    proxy: Sourced<String>? = nil,
    certificates: [Sourced<Certificate>] = [],
    timeServers: [Sourced<String>] = [],
    searchDomains: [Sourced<String>] = [],
    authorizedKeys: [Sourced<String>],
    users: [Sourced<User>],
    storage: Storage,
    packages: [Sourced<String>],
    kernelArguments: [Sourced<String>],
    serialConsole: Sourced<String>? = nil,
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
  public var name: String
  public var fullName: String
  public var groups: [String]
  /// May use sudo without a password.
  public var sudo: Bool
  public var authorizedKeys: [String]

  public init(name: String, fullName: String, groups: [String], sudo: Bool, authorizedKeys: [String]) {
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
  /// PEM (RFC 7468), one certificate or more.
  public var text: String

  public init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}
