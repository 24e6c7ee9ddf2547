/// How a distribution becomes a root layer.
public struct Installer: Hashable, Sendable, Codable {
  public var kind: Kind
  /// The partial answer file that the typed settings are merged over.
  public var answers: PartialAnswers?
  public var media: Media
  /// Public mirrors of the distribution, the first one named in the finished image; empty where media need none.
  public var mirrors: [Sourced<String>]
  /// Where the installer finds its packages, below the mirror; nil for one that knows.
  public var tree: Sourced<String>?
  /// Further repositories, by name, sorted.
  public var repositories: [Repository]
  /// Memory of the machine while installing, in bytes.
  public var memory: UInt64
  /// Further arguments on the installer's own kernel command line.
  public var kernelArguments: [Sourced<String>]

  /// Whose installer it is, which decides the answer file's family; or how it is done without one.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    case debianInstaller = "debian-installer"
    case anaconda
    case subiquity
    /// A disk image with an installed system is taken over.
    case image
    /// Packages are unpacked into new file systems, and no installer is booted.
    case bootstrap

    /// Whether the distribution's own installer is run.
    public var bootsInstaller: Bool { self != .image && self != .bootstrap }

    /// Whether what it installs lacks updates that the archives have already: debootstrap knows one suite only.
    public var leavesUpdates: Bool { self == .debianInstaller }
  }

  /// A package repository below the mirror.
  public struct Repository: Hashable, Sendable, Codable {
    public var name: String
    public var path: Sourced<String>

    public init(name: String, path: Sourced<String>) {
      self.name = name
      self.path = path
    }
  }

  /// A partial answer file as read while the recipe was loaded.
  public struct PartialAnswers: Hashable, Sendable, Codable {
    /// The path on this host.
    public var path: String
    public var text: String

    public init(path: String, text: String) {
      self.path = path
      self.text = text
    }
  }

  public init(
    kind: Kind,
    answers: PartialAnswers? = nil,
    media: Media,
    mirrors: [Sourced<String>] = [],
    tree: Sourced<String>? = nil,
    repositories: [Repository] = [],
    memory: UInt64,
    kernelArguments: [Sourced<String>]
  ) {
    self.kind = kind
    self.answers = answers
    self.media = media
    self.mirrors = mirrors
    self.tree = tree
    self.repositories = repositories
    self.memory = memory
    self.kernelArguments = kernelArguments
  }
}
