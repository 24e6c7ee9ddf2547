import Partitioning
import Recipes

/// A script for partman that lays out what its own questions do not reach: further disks, arrays, and volume groups of
/// which each has its own physical volumes.
///
/// partman runs it among its `display.d`, after it has laid out the system disk and before anything is formatted, mounted
/// and written to fstab, which it then does for all alike. The functions of its libraries are called as partman-auto,
/// partman-auto-lvm and partman-auto-raid call them in the same place.
struct LayoutHook {
  /// The disks that partman has not laid out itself.
  let furtherDisks: [PartitionPlan.Disk]
  /// Each with the devices of its members.
  let arrays: [(array: Storage.RAIDArray, members: [String])]
  /// The name of each volume group, with the devices of its physical volumes.
  let groups: [(name: StorageName, devices: [String])]

  /// Whether partman needs no help.
  var isEmpty: Bool { furtherDisks.isEmpty && arrays.isEmpty && groups.isEmpty }

  static let file = "/lib/partman/display.d/60layout"

  /// Where the partition recipe of a further disk is.
  static func recipeFile(_ disk: PartitionPlan.Disk) -> String { "/tmp/recipe-\(disk.name)" }

  /// The device of the array that is written as the `index`-th.
  static func device(array index: Int) -> String { "/dev/md\(index)" }

  var lines: [String] {
    var lines = Self.start + (groups.isEmpty ? Self.libraries : [Self.volumeLibrary])
    if !furtherDisks.isEmpty { lines += Self.layout }
    lines += furtherDisks.map { "layout \($0.device) \(Self.recipeFile($0))" }
    if !arrays.isEmpty || !groups.isEmpty { lines += Self.commit }
    if !arrays.isEmpty { lines += arrays.indices.map(create) + Self.reread + arrays.indices.compactMap(use) }
    return lines + groups.flatMap(fill)
  }

  /// No question may be asked: the standard input is debconf's.
  private func create(_ index: Int) -> String {
    let (array, members) = arrays[index]
    let options = "--run --force --homehost=any --name=\(array.name) --level=\(array.level.rawValue)"
    return "log-output -t layout mdadm --create \(Self.device(array: index)) \(options)"
      + " --raid-devices=\(members.count) \(members.joined(separator: " ")) < /dev/null || fail \(array.name)"
  }

  private func use(_ index: Int) -> String? {
    let device = Self.device(array: index)
    switch arrays[index].array.use {
    case .mount(let filesystem, let mount):
      return "use \(device) format \(PartitionRecipe.name(of: filesystem)) \(mount)"
    case .swap: return "use \(device) swap"
    case .physicalVolume, .member: return nil
    }
  }

  private func fill(_ group: (name: StorageName, devices: [String])) -> [String] {
    let devices = group.devices.joined(separator: " ")
    return [
      "vg_create \(group.name) \(devices) || fail \(group.name)",
      "perform_recipe_by_lvm \(group.name) /tmp/expert_recipe || fail \(group.name)",
      "vg_lock_pvs \(group.name) \(devices)",
    ]
  }
}

/// The parts that are always the same.
extension LayoutHook {
  /// partman runs its `display.d` again whenever something in there asks for it.
  private static let start = [
    "#!/bin/sh",
    "[ ! -e /var/lib/partman/layout ] || exit 0",
    "touch /var/lib/partman/layout",
    "fail() { logger -t layout \"$1 failed\"; kiln-report \(Phase.failed.rawValue); exit 255; }",
  ]

  private static let libraries = ["base", "commit", "auto-shared", "recipes"].map {
    ". /lib/partman/lib/\($0).sh"
  }

  /// It reads the others.
  private static let volumeLibrary = ". /lib/partman/lib/auto-lvm.sh"

  private static let layout = [
    "layout() { dev=$(dev_to_partman $1); [ \"$dev\" ] && auto_init_disks $dev || fail $1",
    "get_last_free_partition_infos $dev; perform_recipe $dev $free_space $2 || fail $1; }",
  ]

  private static let commit = [
    "commit_changes partman/text/commit_failed || fail commit",
    "update-dev --settle > /dev/null 2>&1",
  ]

  /// Lets partman see the arrays, and says what becomes of the one partition that it sees on each.
  private static let reread = [
    "stop_parted_server; restart_partman || fail restart",
    "use() { cd $DEVICES/$(echo $1 | sed s:/:=:g) || fail $1; id=$(ls -d 0-*); cd $id || fail $1",
    "rm -rf filesystem mountpoint use_filesystem options; echo $2 > method; touch format formatable",
    "[ -z \"$3\" ] || { echo $3 > filesystem; echo $4 > mountpoint; touch use_filesystem; mkdir options; }",
    "update_partition ${PWD%/*} $id; }",
  ]
}
