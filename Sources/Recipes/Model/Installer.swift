/// How a distribution is installed.
public struct Installer: Hashable, Sendable {
  public var kind: Kind
  /// The partial answer file that the typed settings are merged over.
  public var answers: PartialAnswers?
  public var media: Media
  /// Memory of the machine while installing, in bytes.
  public var memory: UInt64
  /// Further arguments on the installer's own kernel command line.
  public var kernelArguments: [Sourced<String>]

  /// Whose installer it is; decides the answer file's family.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case debianInstaller = "debian-installer"
    case anaconda
    case subiquity
  }

  /// Where kernel, initrd and packages come from.
  public enum Media: Hashable, Sendable {
    /// A package of a signed archive that carries kernel and initrd.
    case archive(ArchiveMedia)
    /// A kernel and an initrd given by path or URL; with their digests where the recipe pins them.
    case direct(DirectMedia)
  }

  /// Media from a signed Debian archive.
  public struct ArchiveMedia: Hashable, Sendable {
    /// The package, such as `debian-installer-13-netboot-amd64`.
    public var package: String
    /// The archive's suite, such as `trixie`.
    public var suite: String
    /// Installer components wanted beside those that every install needs.
    public var components: [String]
    /// Public mirrors, the first one named in the finished image.
    public var mirrors: [Sourced<String>]
    /// The keyring that the archive is checked with; a path on the host.
    public var keyring: String

    public init(
      package: String,
      suite: String,
      components: [String],
      mirrors: [Sourced<String>],
      keyring: String
    ) {
      self.package = package
      self.suite = suite
      self.components = components
      self.mirrors = mirrors
      self.keyring = keyring
    }
  }

  /// Media given file by file.
  public struct DirectMedia: Hashable, Sendable {
    public var kernel: MediaFile
    public var initrd: MediaFile

    public init(kernel: MediaFile, initrd: MediaFile) {
      self.kernel = kernel
      self.initrd = initrd
    }
  }

  /// One file of installer media.
  public struct MediaFile: Hashable, Sendable {
    /// An absolute path or an `http(s)` URL.
    public var address: String
    /// Hexadecimal; nil where a local file's bytes are taken as they are (and digested when the recipe is loaded).
    public var sha256: String?

    public init(address: String, sha256: String? = nil) {
      self.address = address
      self.sha256 = sha256
    }
  }

  /// A partial answer file as read while the recipe was loaded.
  public struct PartialAnswers: Hashable, Sendable {
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
    memory: UInt64,
    kernelArguments: [Sourced<String>]
  ) {
    self.kind = kind
    self.answers = answers
    self.media = media
    self.memory = memory
    self.kernelArguments = kernelArguments
  }
}
