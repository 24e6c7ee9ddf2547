import Families
import Files
import Images
import Machine
import Planning
import Recipes
import Storage

/// What a shell is opened on: disks that stay as they are, and the machine that they belong to.
public struct ShellSource: Sendable, Hashable {
  struct Disk: Sendable, Hashable {
    /// nil for a disk without a file, which is made empty.
    var path: String?
    /// Bytes; of a disk with a file, whatever that has.
    var size: UInt64 = 0
  }

  struct Machine: Sendable, Hashable {
    var architecture = Architecture.host ?? .x86_64
    var isUEFI = false
    var baseline = ProcessorBaseline.oldest
    var cpus = 2
    /// Bytes.
    var memory: UInt64 = 1 << 30
  }

  /// Such as `layer 0123456789ab of web`.
  public let title: String
  let disks: [Disk]
  let machine: Machine
  /// Whether there should be a system on the disks; there is none where an install has failed.
  let hasSystem: Bool
  /// All that must not be freed meanwhile; a child before its parent.
  let layers: [LayerKey]
}

extension ShellSource {
  /// What is shown of a layer whose root was made of these inputs, from disks in a folder.
  init(_ title: String, folder: String, root: [Input], hasSystem: Bool = true, layers: [LayerKey]) {
    let values = Dictionary(root.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    var machine = Machine()
    machine.architecture = values["os.arch"].flatMap(Architecture.init(rawValue:)) ?? machine.architecture
    machine.isUEFI = values["hardware.firmware"] == "uefi"
    self.title = title
    disks = Self.files(root).map { "\(folder)/\($0)" }.filter(FileSystem.exists).map { Disk(path: $0) }
    self.machine = machine
    self.hasSystem = hasSystem
    self.layers = layers
  }

  /// The files of a layer's disks in the machine's order: `hardware.disks.NAME` says `ROLE SIZE` of each.
  private static func files(_ inputs: [Input]) -> [String] {
    let prefix = "hardware.disks."
    let disks = inputs.filter { $0.name.hasPrefix(prefix) }
    let system = disks.first { $0.value.hasPrefix("system ") } ?? disks.first
    return disks.map {
      $0 == system ? Store.systemDisk : Store.furtherDisk(String($0.name.dropFirst(prefix.count)))
    }
  }
}
