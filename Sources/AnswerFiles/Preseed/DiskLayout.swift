import Recipes

/// What one disk of a layout holds, in the order of the disk, with the partitions that the firmware needs.
struct DiskLayout {
  /// What stands in one place of the disk.
  enum Slot: Hashable, Sendable {
    /// BIOS firmware finds GRUB's second stage on a GPT disk in a partition of its own.
    case bootLoader
    /// The EFI system partition (UEFI Specification, section 13.3).
    case firmware(Storage.Extent)
    case partition(Storage.Partition)
  }

  let disk: Hardware.Disk
  /// As the installer names it: the machine's disks are virtio ones, in the order given.
  let device: String
  let table: Storage.Table
  let slots: [Sourced<Slot>]

  /// Of the EFI system partition when a recipe writes none: 512 MiB, as Debian's own recipes have it.
  static let firmwareSize: UInt64 = 512 << 20

  /// - Parameters:
  ///   - index: the disk's place among the machine's.
  ///   - boots: whether the firmware starts from it.
  init?(_ appliance: Appliance, disk index: Int, boots: Bool) {
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    guard letters.indices.contains(index) else { return nil }
    let (storage, disk) = (appliance.install.storage, appliance.hardware.disks[index])
    self.disk = disk
    device = "/dev/vd\(letters[index])"
    table = storage.table.value
    let own = storage.partitions.filter { appliance.hardware.name(of: $0.value) == disk.name }
    let uefi = appliance.hardware.firmware == .uefi
    var slots = own.map { Sourced(Self.slot($0.value, uefi: uefi), from: $0.origin) }
    let hasFirmware = storage.partitions.contains { $0.value.use.isFirmware }
    if boots, uefi, !hasFirmware {
      slots.insert(Sourced(.firmware(.init(size: Self.firmwareSize)), from: storage.table.origin), at: 0)
    } else if boots, !uefi, table == .gpt {
      slots.insert(Sourced(.bootLoader, from: storage.table.origin), at: 0)
    }
    self.slots = slots
  }

  private static func slot(_ partition: Storage.Partition, uefi: Bool) -> Slot {
    uefi && partition.use.isFirmware ? .firmware(partition.extent) : .partition(partition)
  }

  /// The partitions that the recipe writes.
  var partitions: [Sourced<Storage.Partition>] {
    slots.compactMap {
      if case .partition(let partition) = $0.value { Sourced(partition, from: $0.origin) } else { nil }
    }
  }

  /// Whether a slot gets one of the four entries of an MBR; when they do not suffice, all but three partitions go into
  /// an extended one. On a GPT disk there is no such thing.
  func isPrimary(_ index: Int) -> Bool { table == .mbr && (slots.count <= 4 || index < 3) }

  /// The device of what is in a slot. Partitions of an extended one are numbered from 5.
  func device(_ index: Int) -> String {
    let logical = table == .mbr && !isPrimary(index)
    return "\(device)\(logical ? index + 2 : index + 1)"
  }

  /// The devices of the partitions that are used so.
  func devices(usedAs use: Storage.Use) -> [String] {
    slots.indices.filter {
      if case .partition(let partition) = slots[$0].value { partition.use == use } else { false }
    }.map(device)
  }
}

extension DiskLayout.Slot {
  /// The room that it takes. That of GRUB's partition is the least there is: partman counts in 10⁶ bytes.
  var extent: Storage.Extent {
    switch self {
    case .bootLoader: Storage.Extent(size: 1)
    case .firmware(let extent): extent
    case .partition(let partition): partition.extent
    }
  }
}

extension Storage.Use {
  /// Whether UEFI firmware boots from it.
  var isFirmware: Bool { mountPoint == "/boot/efi" }
}

extension Hardware {
  /// The disk that holds the system; nil without one.
  var systemDisk: Disk? { disks.first { $0.role == .system } }

  /// The name of the disk that a partition is on.
  func name(of partition: Storage.Partition) -> String? { partition.disk ?? systemDisk?.name }
}
