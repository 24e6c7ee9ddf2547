import Foundation
import Recipes

/// How an image came to be, and what it needs beyond what a machine always has.
public struct Provenance: Hashable, Sendable, Codable {
  /// The image's key: equal keys mean that nothing that Kiln knows of differs.
  public var key: LayerKey
  /// Root first.
  public var chain: [Layer]
  /// When the image was sealed; in whole seconds.
  public var built: Date
  public var tools: Tools
  /// SHA-256 of the answer file, less its per-build values.
  public var answers: String
  /// What boots the disks.
  public var firmware: Hardware.Firmware
  /// How many packages the image has.
  public var packages: Int
  /// The release that its recipe derives from; nil where that derives from recipes alone.
  public var base: Base?

  /// A release that an image was built on.
  public struct Base: Hashable, Sendable, Codable {
    public var name: String
    public var version: String
    /// SHA-256 of the released build's manifest.
    public var manifest: String

    public init(name: String, version: String, manifest: String) {
      self.name = name
      self.version = version
      self.manifest = manifest
    }
  }
  /// How its file systems got into it; nil: each was copied as it was.
  public var seal: Appliance.Sealing?

  /// One layer of the image.
  public struct Layer: Hashable, Sendable, Codable {
    public var recipe: String
    public var work: Work
    public var key: LayerKey
    public var facts: LayerFacts

    /// How it was made.
    public enum Work: String, Hashable, Sendable, Codable {
      case install, provision
    }

    public init(recipe: String, work: Work, key: LayerKey, facts: LayerFacts) {
      self.recipe = recipe
      self.work = work
      self.key = key
      self.facts = facts
    }
  }

  public init(
    key: LayerKey, chain: [Layer], built: Date, tools: Tools, answers: String, firmware: Hardware.Firmware,
    packages: Int, base: Base? = nil, seal: Appliance.Sealing? = nil
  ) {
    self.key = key
    self.chain = chain
    self.built = built
    self.tools = tools
    self.answers = answers
    self.firmware = firmware
    self.packages = packages
    self.base = base
    self.seal = seal
  }
}

/// The versions of what built it.
public struct Tools: Hashable, Sendable, Codable {
  public var kiln: String
  public var qemu: String
  public var libguestfs: String

  public init(kiln: String, qemu: String, libguestfs: String) {
    self.kiln = kiln
    self.qemu = qemu
    self.libguestfs = libguestfs
  }
}

/// What was seen while a layer was built; in no key.
public struct LayerFacts: Hashable, Sendable, Codable {
  /// When it was finished; in whole seconds.
  public var built: Date
  public var seconds: Double
  public var tools: Tools
  /// `kvm` or `tcg`.
  public var accelerator: String
  /// The archive that packages came from; nil when none was used.
  public var mirror: String?
  /// The `Date` of that archive's release file.
  public var release: Date?
  /// The `Date` of an older state of the archive that the installer's components are from, since the mirror no longer, or
  /// not yet, had those of `release`; nil: they are of `release`.
  public var installerRelease: Date?
  /// How many packages are installed; nil for a disk not yet looked into.
  public var packages: Int?
  /// The archives whose signed lists it was made by; nil where none was read on the host.
  public var archives: [Archive]?

  /// The state of an archive that was used.
  public struct Archive: Hashable, Sendable, Codable {
    public var mirror: String
    public var suite: String
    /// The `Date` of its release file.
    public var date: Date
    /// SHA-256 of that file's signed text.
    public var sha256: String

    public init(mirror: String, suite: String, date: Date, sha256: String) {
      self.mirror = mirror
      self.suite = suite
      self.date = date
      self.sha256 = sha256
    }
  }

  private enum CodingKeys: String, CodingKey {
    case built, seconds, tools, accelerator, mirror, release, packages, archives
    case installerRelease = "installer_release"
  }

  public init(
    built: Date, seconds: Double, tools: Tools, accelerator: String, mirror: String? = nil,
    release: Date? = nil, installerRelease: Date? = nil, packages: Int? = nil, archives: [Archive]? = nil
  ) {
    self.built = built
    self.seconds = seconds
    self.tools = tools
    self.accelerator = accelerator
    self.mirror = mirror
    self.release = release
    self.installerRelease = installerRelease
    self.packages = packages
    self.archives = archives
  }
}
