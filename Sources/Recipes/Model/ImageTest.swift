/// How an image is tested once it is sealed: how far it is booted, and what is checked of it then. It enters no key: the image
/// is the same, whatever is asked of it.
public struct ImageTest: Hashable, Sendable, Codable {
  public var boot: Boot
  /// Seconds from the machine's start until one can log in, on a host where guests run at a processor's own speed; nil for the
  /// usual ones.
  public var limit: Double?
  /// Whether it is booted twice, from the same image, to see that two machines of it are told apart.
  public var bootsTwice: Bool
  /// Whether its machine reaches the world outside meanwhile.
  public var hasNetwork: Bool
  /// Ancestors' first.
  public var checks: [Sourced<RecipeTest>]

  public enum Boot: String, Hashable, Sendable, Codable, CaseIterable {
    /// Until one can log in over SSH, and look around.
    case full
    /// Until the serial console offers a login.
    case console
    /// Not at all.
    case nothing = "none"
  }

  public init(
    boot: Boot = .full, limit: Double? = nil, bootsTwice: Bool = false, hasNetwork: Bool = false,
    checks: [Sourced<RecipeTest>] = []
  ) {
    self.boot = boot
    self.limit = limit
    self.bootsTwice = bootsTwice
    self.hasNetwork = hasNetwork
    self.checks = checks
  }
}

/// One thing that must be so in a machine of an image; what is nil may be as it likes.
public enum RecipeTest: Hashable, Sendable, Codable {
  case script(Script)
  case http(HTTP)
  /// TCP ports: these, and no others, can be reached from outside.
  case ports([Int])
  case service(Service)
  case package(Package)
  case file(File)

  /// A program that is run as root; it has passed when it ends with 0.
  public struct Script: Hashable, Sendable, Codable {
    /// As written in the recipe.
    public var path: String
    /// What is in it: an image can be tested long after its recipes are gone.
    public var text: String
    public var environment: [String: String]

    public init(path: String, text: String, environment: [String: String] = [:]) {
      self.path = path
      self.text = text
      self.environment = environment
    }
  }

  /// A page that is asked for from outside the guest.
  public struct HTTP: Hashable, Sendable, Codable {
    public var port: UInt16
    public var path: String
    public var status: Int
    /// A text that the body has in it.
    public var body: String?

    public init(port: UInt16, path: String = "/", status: Int = 200, body: String? = nil) {
      self.port = port
      self.path = path
      self.status = status
      self.body = body
    }
  }

  /// A unit of systemd.
  public struct Service: Hashable, Sendable, Codable {
    public var name: String
    public var isRunning: Bool?
    public var isEnabled: Bool?

    public init(name: String, isRunning: Bool? = nil, isEnabled: Bool? = nil) {
      self.name = name
      self.isRunning = isRunning
      self.isEnabled = isEnabled
    }
  }

  public struct Package: Hashable, Sendable, Codable {
    public var name: String
    public var isInstalled: Bool
    /// `*` stands for anything.
    public var version: String?

    public init(name: String, isInstalled: Bool = true, version: String? = nil) {
      self.name = name
      self.isInstalled = isInstalled
      self.version = version
    }
  }

  public struct File: Hashable, Sendable, Codable {
    public var path: String
    public var exists: Bool
    /// Permission bits in octal.
    public var mode: String?
    /// `user` or `user:group`.
    public var owner: String?
    /// A text that one of its lines has in it.
    public var contains: String?

    public init(
      path: String, exists: Bool = true, mode: String? = nil, owner: String? = nil, contains: String? = nil
    ) {
      self.path = path
      self.exists = exists
      self.mode = mode
      self.owner = owner
      self.contains = contains
    }
  }
}
