import Recipes

/// The system disk, as a recipe for partman-auto (partman-auto-recipe.txt in Debian's documentation of the installer).
extension PreseedRenderer {
  mutating func addStorage() {
    let storage = install.storage
    let problemsSoFar = problems.count
    checkStorage()
    guard problems.count == problemsSoFar, let device = systemDevice else { return }
    set("partman-auto/method", "string", "regular", from: .standard)
    set("partman-auto/disk", "string", device, from: .standard)
    set("grub-installer/bootdev", "string", device, from: .standard)
    let label = storage.table.value == .gpt ? "gpt" : "msdos"
    set("partman-partitioning/default_label", "string", label, from: storage.table.origin)
    let recipe = PartitionRecipe(storage).parts
    preseed.set(Directive("partman-auto/expert_recipe", "string", parts: recipe, from: storage.table.origin))
    components = Set(storage.partitions.map { Self.component($0.value.use) }).sorted()
  }

  /// The disk as the installer names it: the machine's disks are virtio ones, in the order given.
  private var systemDevice: String? {
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    let index = appliance.hardware.disks.firstIndex { $0.role == .system }
    return index.flatMap { letters.indices.contains($0) ? "/dev/vd\(letters[$0])" : nil }
  }

  private static func component(_ use: Storage.Use) -> String {
    switch use {
    case .mount(.ext4, _): "partman-ext3"
    case .mount(.xfs, _): "partman-xfs"
    case .mount(.btrfs, _): "partman-btrfs"
    case .mount(.vfat, _), .swap, .physicalVolume, .member: "partman-basicfilesystems"
    }
  }
}
