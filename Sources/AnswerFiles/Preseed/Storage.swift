import Partitioning
import Recipes

/// The layout of the disks: the system disk as a recipe for partman-auto (partman-auto-recipe.txt in Debian's documentation
/// of the installer), all else by a script beside it.
extension PreseedRenderer {
  mutating func addStorage() {
    let storage = install.storage
    let problemsSoFar = problems.count
    let plan = PartitionPlan(appliance, rules: .debianInstaller)
    checkStorage(plan)
    guard problems.count == problemsSoFar, let system = plan.system else { return }
    set("partman-auto/method", "string", "regular", from: .standard)
    set("partman-auto/disk", "string", system.device, from: .standard)
    let bootDevices = plan.disks.filter(\.isBooted).map(\.device)
    set("grub-installer/bootdev", "string", bootDevices.joined(separator: " "), from: .standard)
    let label = storage.table.value == .gpt ? "gpt" : "msdos"
    set("partman-partitioning/default_label", "string", label, from: storage.table.origin)
    let head = Sourced("kiln ::", from: storage.table.origin)
    let volumes = storage.volumeGroups.flatMap { VolumeRecipe($0).parts }
    let recipe = [head] + PartitionRecipe(system, of: plan, bootMount: storage.bootMount).parts + volumes
    replace(Directive("partman-auto/expert_recipe", "string", parts: recipe, from: storage.table.origin))
    dropOtherLayouts()
    addLayoutHook(plan)
    addFirmware()
    components = wantedComponents.sorted()
  }

  /// What a partial answer file says of a layout beside the recipe's.
  private mutating func dropOtherLayouts() {
    let place = install.storage.table.origin
    let reason =
      place == .standard ? "the layout is the recipe's" : "the layout is 'install.storage' (\(place))"
    for name in preseed.directives.map(\.question.name) where Self.isLayout(name) {
      drop(name, because: reason)
    }
  }

  private static func isLayout(_ name: String) -> Bool {
    let others = [
      "partman-auto/choose_recipe", "partman-auto/expert_recipe_file", "partman-auto/select_disk",
      "partman-auto/init_automatically_partition", "partman-auto/automatically_partition",
      "partman-auto-lvm/new_vg_name", "partman-auto-lvm/no_boot",
    ]
    return others.contains(name)
      || ["partman-auto-raid/", "partman-auto-crypto/", "partman-crypto/"].contains { name.hasPrefix($0) }
  }

  private mutating func addLayoutHook(_ plan: PartitionPlan) {
    let storage = install.storage
    let further = plan.disks.filter { $0.name != plan.system?.name && !$0.partitions.isEmpty }
    let hook = LayoutHook(
      furtherDisks: further,
      arrays: storage.arrays.map { array in
        (array.value, plan.disks.flatMap { $0.devices(usedAs: .member(of: array.value.name)) })
      },
      groups: storage.volumeGroups.map { ($0.value.name, devices(of: $0.value, plan)) })
    guard !hook.isEmpty else { return }
    for disk in further {
      let recipe = ["kiln ::"] + PartitionRecipe(disk, of: plan, bootMount: nil).parts.map(\.value)
      early.append(
        Sourced(write(recipe, to: LayoutHook.recipeFile(disk)) + ";", from: storage.table.origin))
    }
    early.append(
      Sourced("\(write(hook.lines, to: LayoutHook.file)); chmod 755 \(LayoutHook.file);", from: .standard))
    guard !storage.volumeGroups.isEmpty else { return }
    set("partman-auto-lvm/guided_size", "string", "max", from: .standard)
    for group in storage.volumeGroups {
      guard let remainder = VolumeRecipe(group).remainder else { continue }
      run("lvremove -q -f \(group.value.name)/\(remainder) > /dev/null", from: group.origin)
    }
  }

  /// The partitions and arrays that a volume group is made of.
  private func devices(of group: Storage.VolumeGroup, _ plan: PartitionPlan) -> [String] {
    let use = Storage.Use.physicalVolume(of: group.name)
    let arrays = install.storage.arrays.indices.filter { install.storage.arrays[$0].value.use == use }
    return plan.disks.flatMap { $0.devices(usedAs: use) } + arrays.map(LayoutHook.device)
  }

  /// The boot loader goes where firmware looks without having been told: an image has no variables of its own.
  private mutating func addFirmware() {
    guard appliance.hardware.firmware.isUEFI else { return }
    set("grub-installer/force-efi-extra-removable", "boolean", "true", from: .standard)
    set("grub-installer/update-nvram", "boolean", "false", from: .standard)
  }

  private var wantedComponents: Set<String> {
    let storage = install.storage
    var wanted = Set(storage.uses.compactMap { Self.component($0.value) })
    if !storage.arrays.isEmpty { wanted.insert("partman-md") }
    if !storage.volumeGroups.isEmpty { wanted.insert("partman-auto-lvm") }
    if appliance.hardware.firmware.isUEFI { wanted.insert("partman-efi") }
    return wanted
  }

  private static func component(_ use: Storage.Use) -> String? {
    switch use {
    case .mount(.ext4, _): "partman-ext3"
    case .mount(.xfs, _): "partman-xfs"
    case .mount(.btrfs, _): "partman-btrfs"
    case .mount(.vfat, _), .swap: "partman-basicfilesystems"
    case .physicalVolume, .member: nil
    }
  }
}

extension PartitionPlan.Disk {
  /// The devices of the partitions that are used so.
  fileprivate func devices(usedAs use: Storage.Use) -> [String] {
    partitions.filter { $0.use == use }.map { "\(device)\($0.number)" }
  }
}
