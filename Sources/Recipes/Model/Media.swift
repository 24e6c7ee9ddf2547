extension Installer.Program {
  /// Whose installer it is, with what it can be booted from.
  public enum Media: Hashable, Sendable {
    case debianInstaller(Installer.DebianMedia)
    case anaconda(Installer.BootFiles)
    case subiquity(Installer.BootFiles)

    /// Where kernel and initrd are given; nil where a package has them.
    public var files: Installer.BootFiles? {
      switch self {
      case .debianInstaller(.archive): nil
      case .debianInstaller(.files(let files)), .anaconda(let files), .subiquity(let files): files
      }
    }

    /// The package that has kernel and initrd; nil where they are given.
    public var archive: Installer.ArchiveMedia? {
      if case .debianInstaller(.archive(let media)) = self { media } else { nil }
    }
  }
}

extension Installer {
  /// What debian-installer is booted from.
  public enum DebianMedia: Hashable, Sendable {
    /// A package of a signed archive that carries kernel and initrd.
    case archive(ArchiveMedia)
    case files(BootFiles)
  }

  /// A kernel and an initrd.
  public enum BootFiles: Hashable, Sendable {
    /// Given file by file.
    case direct(DirectMedia)
    /// Read from a CD image, which the installer finds in the machine.
    case iso(ISOMedia)
  }

  /// A suite of a Debian archive, and what its signature is checked with.
  public struct ArchiveSource: Hashable, Sendable, Codable {
    public var suite: Suite
    /// The keyring's path on the host.
    public var keyring: String

    public init(suite: Suite, keyring: String) {
      self.suite = suite
      self.keyring = keyring
    }
  }

  /// Media from a signed Debian archive.
  public struct ArchiveMedia: Hashable, Sendable, Codable {
    /// The package, such as `debian-installer-13-netboot-amd64`.
    public var package: String
    public var archive: ArchiveSource
    /// Installer components wanted beside those that every install needs.
    public var components: [String]

    public init(package: String, archive: ArchiveSource, components: [String]) {
      self.package = package
      self.archive = archive
      self.components = components
    }
  }

  /// Media given file by file.
  public struct DirectMedia: Hashable, Sendable, Codable {
    public var kernel: MediaFile
    public var initrd: MediaFile

    public init(kernel: MediaFile, initrd: MediaFile) {
      self.kernel = kernel
      self.initrd = initrd
    }
  }

  /// A CD image, and the paths in it.
  public struct ISOMedia: Hashable, Sendable, Codable {
    public var iso: MediaFile
    public var kernel: String
    public var initrd: String

    public init(iso: MediaFile, kernel: String, initrd: String) {
      self.iso = iso
      self.kernel = kernel
      self.initrd = initrd
    }
  }

  /// One file of installer media.
  public struct MediaFile: Hashable, Sendable, Codable {
    /// An absolute path, or `http(s)` URLs that are tried in turn.
    public var addresses: [String]
    public var check: Check
    /// Bytes; nil where the recipe does not say.
    public var size: Int64?

    /// What shows that it is the right one.
    public enum Check: Hashable, Sendable, Codable {
      /// In hexadecimal; that of a local file is taken when the recipe is loaded.
      case sha256(String)
      /// In hexadecimal.
      case sha512(String)
      case checksums(SignedChecksums)
    }

    public init(addresses: [String], check: Check, size: Int64? = nil) {
      self.addresses = addresses
      self.check = check
      self.size = size
    }
  }

  /// A distribution's list of digests, such as `SHA256SUMS`, `SHA512SUMS` or `CHECKSUM`.
  public struct SignedChecksums: Hashable, Sendable, Codable {
    /// What the file is called in the list.
    public var file: String
    /// URLs that are tried in turn.
    public var addresses: [String]
    /// Those of the detached signature, one for each address; empty when the list is signed in itself (OpenPGP
    /// cleartext signature).
    public var signatures: [String]
    /// The public keys' path on the host.
    public var keyring: String
    /// Of that file, in hexadecimal.
    public var keyringSHA256: String

    public init(
      file: String, addresses: [String], signatures: [String], keyring: String, keyringSHA256: String
    ) {
      self.file = file
      self.addresses = addresses
      self.signatures = signatures
      self.keyring = keyring
      self.keyringSHA256 = keyringSHA256
    }
  }
}
