import AnswerFiles
public import Images
public import Recipes

/// Everything that a layer's content follows from. Its key is the digest of this, but for what `Uncounted` lists.
public struct LayerContent: Hashable, Sendable, Codable {
  public var work: Work
  /// Why it is another layer than its steps alone make; nil for most.
  public var refresh: Refresh?
  /// Whether all packages are brought to the newest versions that the archives have, before its steps.
  public var upgrades = false

  /// What must be done to make the layer.
  public enum Work: Hashable, Sendable, Codable {
    case install(RootContent)
    /// On an overlay of its parent, which is cleaned afterwards.
    case provision(Provision)
  }

  /// Steps, and what they run on.
  public struct Provision: Hashable, Sendable, Codable {
    public var parent: LayerKey
    public var steps: [Step]
    /// The scrypt digests of the secrets that the steps name, by name.
    public var secrets: [String: String]
    /// The SHA-256 of the manifest of the release that the parent is the last layer of; nil for a parent that is planned as well.
    public var release: String?
  }
}

/// Everything that an installed disk follows from.
public struct RootContent: Hashable, Sendable, Codable {
  public var installer: Installer
  /// What the installer reads, or what is run where there is none (`AnswerFile.keyText`).
  public var answers: String
  /// What no answer file says of a system that is unpacked; nil for all others.
  public var unpacked: Unpacked?
  public var architecture: String
  public var firmware: Hardware.Firmware
  public var disks: [Hardware.Disk]
  /// What pins it, and all that stands on it, to a time; nil for most.
  public var pin: Pin?

  /// A system without an installer: what it consists of, and what its disk is like.
  public struct Unpacked: Hashable, Sendable, Codable {
    public var packages: [String]
    public var storage: Storage
  }
}

extension RootContent {
  init(_ appliance: Appliance, answers: AnswerFile) {
    installer = appliance.installer
    self.answers = answers.keyText
    if case .bootstrap = appliance.installer {
      unpacked = Unpacked(packages: answers.packages, storage: appliance.install.storage)
    }
    architecture = appliance.system.architecture
    firmware = appliance.hardware.firmware
    disks = appliance.hardware.disks
    pin = appliance.pin
  }
}
