import Partitioning
import Recipes

/// partman-auto-lvm's words for the volumes of a group: lines of a partition recipe that only the group named takes.
///
/// The last volume takes what is left of the group, whatever its maximum, so there is one that may (``remainder``).
struct VolumeRecipe {
  let group: Storage.VolumeGroup
  /// Where the group is written.
  let origin: Origin

  init(_ group: Sourced<Storage.VolumeGroup>) {
    self.group = group.value
    origin = group.origin
  }

  /// The name of a volume that holds nothing and is removed at the end, so that room in the group stays free; nil where a
  /// volume of the recipe takes it.
  var remainder: String? {
    group.leavesRoom ? "kiln_remainder" : nil
  }

  /// One for each volume.
  var parts: [Sourced<String>] {
    let volumes = group.volumes.map { Sourced(text($0.value), from: $0.origin) }
    guard let remainder else { return volumes }
    let size = PartitionUnit.megabytes(Storage.physicalExtent)
    return volumes + [Sourced("\(size) \(size) -1 ext4 \(flags(remainder)) .", from: origin)]
  }

  private func text(_ volume: Storage.Volume) -> String {
    var extent = volume.extent
    extent.size = Storage.physicalExtents(extent.size)
    let content = PartitionRecipe.content(volume.use, " " + flags(volume.name.text))
    return "\(PartitionRecipe.sizes(extent)) \(content) ."
  }

  private func flags(_ name: String) -> String {
    "$defaultignore{ } $lvmok{ } in_vg{ \(group.name) } lv_name{ \(name) }"
  }
}
