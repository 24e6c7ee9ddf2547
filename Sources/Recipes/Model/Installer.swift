/// How a distribution becomes a root layer.
public enum Installer: Hashable, Sendable {
  /// The distribution's own installer is booted.
  case program(Program)
  /// Packages are unpacked into new file systems.
  case bootstrap(Bootstrap)
  /// A disk image with an installed system is taken over.
  case image(Image)

  /// What `installer.kind` calls each of them.
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    case debianInstaller = "debian-installer"
    case anaconda, subiquity, image, bootstrap
  }

  /// An installer, and what it is told before it has an answer file.
  public struct Program: Hashable, Sendable {
    /// Whose it is, and what it is booted from.
    public var media: Media
    /// The partial answer file that the typed settings are merged over.
    public var answers: PartialAnswers?
    /// Public mirrors of the distribution, the first one named in the finished image; empty where media need none.
    public var mirrors: [Sourced<HTTPAddress>]
    /// Where the installer finds its packages, below the mirror; nil for one that knows.
    public var tree: Sourced<String>?
    /// Further repositories, by name, sorted.
    public var repositories: [Repository]
    /// Memory of the machine while installing, in bytes.
    public var memory: UInt64
    /// Further arguments on the installer's own kernel command line.
    public var kernelArguments: [Sourced<String>]

    public init(
      media: Media, answers: PartialAnswers? = nil, mirrors: [Sourced<HTTPAddress>] = [],
      tree: Sourced<String>? = nil, repositories: [Repository] = [], memory: UInt64,
      kernelArguments: [Sourced<String>] = []
    ) {
      self.media = media
      self.answers = answers
      self.mirrors = mirrors
      self.tree = tree
      self.repositories = repositories
      self.memory = memory
      self.kernelArguments = kernelArguments
    }
  }

  /// What packages are unpacked from.
  public struct Bootstrap: Hashable, Sendable {
    public var archive: ArchiveSource
    /// The partial preseed that says which packages and components are wanted besides.
    public var answers: PartialAnswers?
    /// Public mirrors of the distribution, the first one named in the finished image.
    public var mirrors: [Sourced<HTTPAddress>]

    public init(archive: ArchiveSource, answers: PartialAnswers? = nil, mirrors: [Sourced<HTTPAddress>] = [])
    {
      self.archive = archive
      self.answers = answers
      self.mirrors = mirrors
    }
  }

  /// The image that is taken over, and where newer packages of its system are found.
  public struct Image: Hashable, Sendable {
    public var file: MediaFile
    public var mirrors: [Sourced<HTTPAddress>]
    /// The repository that has its packages, below the mirror; nil where the distribution's archive is known.
    public var tree: Sourced<String>?
    /// Several of them, by name, sorted.
    public var repositories: [Repository]

    public init(
      file: MediaFile, mirrors: [Sourced<HTTPAddress>] = [], tree: Sourced<String>? = nil,
      repositories: [Repository] = []
    ) {
      self.file = file
      self.mirrors = mirrors
      self.tree = tree
      self.repositories = repositories
    }
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
}

extension Installer {
  public var kind: Kind {
    switch self {
    case .program(let program): program.kind
    case .bootstrap: .bootstrap
    case .image: .image
    }
  }

  /// The installer that is booted; nil where none is.
  public var program: Program? { if case .program(let program) = self { program } else { nil } }

  public var mirrors: [Sourced<HTTPAddress>] {
    switch self {
    case .program(let program): program.mirrors
    case .bootstrap(let bootstrap): bootstrap.mirrors
    case .image(let image): image.mirrors
    }
  }

  /// The paths of its package repositories below a mirror; none where the distribution's archive is known.
  public var packagePaths: [String] {
    switch self {
    case .program(let program): Self.paths(program.tree, program.repositories)
    case .image(let image): Self.paths(image.tree, image.repositories)
    case .bootstrap: []
    }
  }

  private static func paths(_ tree: Sourced<String>?, _ repositories: [Repository]) -> [String] {
    repositories.isEmpty ? tree.map { [$0.value] } ?? [] : repositories.map(\.path.value)
  }
}

extension Installer.Program {
  public var kind: Installer.Kind {
    switch media {
    case .debianInstaller: .debianInstaller
    case .anaconda: .anaconda
    case .subiquity: .subiquity
    }
  }

  /// Whether what it installs lacks updates that the archives have already: debootstrap knows one suite only.
  public var leavesUpdates: Bool { if case .debianInstaller = media { true } else { false } }
}

// MARK: - JSON

/// As keys and orders have it: one flat object whose `kind` and `media` must fit.
extension Installer: Codable {
  private struct Form: Codable {
    var kind: Kind
    var answers: PartialAnswers?
    var media: FormOfMedia
    var mirrors: [Sourced<HTTPAddress>]
    var tree: Sourced<String>?
    var repositories: [Repository]?
    var memory: UInt64?
    var kernelArguments: [Sourced<String>]?
  }

  private enum FormOfMedia: Codable {
    case archive(ArchiveMedia)
    case direct(DirectMedia)
    case iso(ISOMedia)
    case image(MediaFile)
    case bootstrap(ArchiveSource)

    init(_ files: BootFiles) {
      switch files {
      case .direct(let media): self = .direct(media)
      case .iso(let media): self = .iso(media)
      }
    }

    init(_ media: Program.Media) {
      switch media {
      case .debianInstaller(.archive(let media)): self = .archive(media)
      case .debianInstaller(.files(let files)), .anaconda(let files), .subiquity(let files): self.init(files)
      }
    }

    var files: BootFiles? {
      switch self {
      case .direct(let media): .direct(media)
      case .iso(let media): .iso(media)
      case .archive, .image, .bootstrap: nil
      }
    }
  }

  public init(from decoder: any Decoder) throws {
    let form = try Form(from: decoder)
    func program(_ media: Program.Media) -> Installer {
      .program(
        Program(
          media: media, answers: form.answers, mirrors: form.mirrors, tree: form.tree,
          repositories: form.repositories ?? [], memory: form.memory ?? 0,
          kernelArguments: form.kernelArguments ?? []))
    }
    switch (form.kind, form.media, form.media.files) {
    case (.debianInstaller, .archive(let media), _): self = program(.debianInstaller(.archive(media)))
    case (.debianInstaller, _, let files?): self = program(.debianInstaller(.files(files)))
    case (.anaconda, _, let files?): self = program(.anaconda(files))
    case (.subiquity, _, let files?): self = program(.subiquity(files))
    case (.image, .image(let file), _):
      self = .image(
        Image(file: file, mirrors: form.mirrors, tree: form.tree, repositories: form.repositories ?? []))
    case (.bootstrap, .bootstrap(let archive), _):
      self = .bootstrap(Bootstrap(archive: archive, answers: form.answers, mirrors: form.mirrors))
    default:
      throw DecodingError.dataCorrupted(
        .init(
          codingPath: decoder.codingPath, debugDescription: "the media do not fit '\(form.kind.rawValue)'"))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    let form: Form
    switch self {
    case .program(let program):
      form = Form(
        kind: kind, answers: program.answers, media: FormOfMedia(program.media), mirrors: program.mirrors,
        tree: program.tree, repositories: program.repositories, memory: program.memory,
        kernelArguments: program.kernelArguments)
    case .bootstrap(let bootstrap):
      form = Form(
        kind: kind, answers: bootstrap.answers, media: .bootstrap(bootstrap.archive),
        mirrors: bootstrap.mirrors)
    case .image(let image):
      form = Form(
        kind: kind, media: .image(image.file), mirrors: image.mirrors, tree: image.tree,
        repositories: image.repositories)
    }
    try form.encode(to: encoder)
  }
}
