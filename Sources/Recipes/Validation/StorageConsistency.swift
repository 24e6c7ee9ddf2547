import Diagnostics

/// Whether a layout is of one piece and its disks are there; what does not fit on them is for the partition plan to say, and
/// what a family's installer cannot do for its renderer.
extension Consistency {
  mutating func checkHardware() {
    let disks = value["hardware"]?.list("disks") ?? []
    reportRepeated(disks, "name") { "two disks are named '\($0)'" }
    if !disks.contains(where: { $0.string("role") == Hardware.Role.system.rawValue }) {
      report("no disk has the role 'system'", place("hardware", "disks"))
    }
    let firmware = value["hardware"]?.string("firmware")
    if value["os"]?.string("arch") == "aarch64", firmware == Hardware.Firmware.bios.rawValue {
      report("aarch64 has no BIOS; set 'hardware.firmware' to uefi", place("hardware", "firmware"))
    }
  }

  mutating func checkStorage() {
    // An image brings its own layout.
    guard value["installer"]?.string("kind") != Installer.Kind.image.rawValue else { return }
    let storage = value["install"]?["storage"] ?? .nothing
    let partitions = storage.list("partitions")
    let arrays = storage.list("raid")
    let groups = storage.list("volume_groups")
    let volumes = groups.flatMap { $0.list("volumes") }
    let origin = place("install", "storage", "partitions")
    checkMounts(partitions + arrays + volumes, origin)
    for item in partitions + volumes { checkExtent(item) }
    checkDisks(of: partitions)
    reportRepeated(arrays, "name") { "two arrays are named '\($0)'" }
    reportRepeated(groups, "name") { "two volume groups are named '\($0)'" }
    for group in groups {
      reportRepeated(group.list("volumes"), "name") { "two volumes are named '\($0)'" }
    }
    checkMembers("member_of", of: partitions, in: arrays, "raid", "array") { array in
      Storage.RAIDLevel(rawValue: array.string("level"))?.leastMembers ?? 1
    }
    checkMembers("volume_group", of: partitions + arrays, in: groups, "volume_groups", "volume group") { _ in
      1
    }
  }

  private mutating func checkMounts(_ items: [Value], _ origin: Origin) {
    reportRepeated(items, "mount") { "two file systems are mounted at '\($0)'" }
    if !items.contains(where: { $0.string("mount") == "/" }) {
      report("no partition is mounted at '/'", origin)
    }
    for item in items {
      if let mount = item["mount"], let problem = mount.text.flatMap(ImagePath.problem) {
        report("'mount' \(problem)", mount.origin)
      }
      let filesystem = item["filesystem"]?.text
      if let mount = item["mount"], filesystem == Storage.swap {
        report("swap has no 'mount'", mount.origin)
      } else if let mount = item["mount"], filesystem == nil {
        report("what has no 'filesystem' has no 'mount'", mount.origin)
      } else if item["mount"] == nil, let filesystem, filesystem != Storage.swap {
        report("'filesystem: \(filesystem)' needs 'mount'", item.origin)
      }
    }
  }

  private mutating func checkExtent(_ item: Value) {
    guard let maximum = item["maximum"] else { return }
    if !item.flag("grow") { report("'maximum' needs 'grow: true'", maximum.origin) }
    if item.size("maximum") < item.size("size") { report("'maximum' is below 'size'", maximum.origin) }
  }

  /// That the disks are there, and that on each one at most takes all the rest.
  private mutating func checkDisks(of partitions: [Value]) {
    let disks = value["hardware"]?.list("disks") ?? []
    let system = disks.first { $0.string("role") == Hardware.Role.system.rawValue }?.string("name")
    for partition in partitions {
      guard let name = partition["disk"], let text = name.text else { continue }
      if !disks.contains(where: { $0.string("name") == text }) {
        let hint = didYouMean(text, among: disks.map { $0.string("name") })
        report("no disk is named '\(text)'\(hint)", name.origin)
      }
    }
    // Which of two disks of one name is meant nobody knows.
    guard Set(disks.map { $0.string("name") }).count == disks.count else { return }
    for disk in disks {
      let own = partitions.filter { ($0["disk"]?.text ?? system) == disk.string("name") }
      for second in own.filter({ $0.flag("grow") && $0["maximum"] == nil }).dropFirst() {
        report("two partitions grow; only one can take what is left of the disk", second.origin)
      }
    }
  }

  /// That what names an array or a group finds it, and that each has what it needs.
  private mutating func checkMembers(
    _ key: String, of items: [Value], in wholes: [Value], _ list: String, _ kind: String,
    least: (Value) -> Int
  ) {
    for item in items {
      guard let name = item[key], let text = name.text else { continue }
      if !wholes.contains(where: { $0.string("name") == text }) {
        let hint = didYouMean(text, among: wholes.map { $0.string("name") })
        report("'\(list)' has no \(kind) '\(text)'\(hint)", name.origin)
      }
    }
    for whole in wholes {
      let count = items.count { $0[key]?.text == whole.string("name") }
      if count < least(whole) {
        let name = "\(kind) '\(whole.string("name"))'"
        let lack = count == 0 ? "no partition" : "\(count) of the \(least(whole)) partitions that it needs"
        report("\(name) has \(lack)", whole.origin)
      }
    }
  }
}
