/// The keys below `install.storage`.
extension RecipeSchema {
  static let storage = MappingShape([
    Field(
      "table", .choice(Storage.Table.allCases.map(\.rawValue)), "The partition table of every disk.",
      standard: "gpt"),
    Field(
      "partitions", .list(of: .record(partition), identity: ["mount"]),
      "Partitions, in the order of the disk."),
    Field(
      "raid", .list(of: .record(array), identity: ["name"]), "Arrays made of partitions (software RAID)."),
    Field(
      "volume_groups", .list(of: .record(volumeGroup), identity: ["name"]),
      "LVM volume groups made of partitions or arrays."),
  ])

  private static let partition = MappingShape(
    [
      Field(
        "disk", .text(.name),
        "The disk it is on, by its name under `hardware`; the system disk when left out.")
    ]
      + extent + mounted + [
        physicalVolume,
        Field(
          "member_of", .text(StorageName.form), "The array, by its name under `raid`, that it is a member of."
        ),
      ], oneOf: ["filesystem", "volume_group", "member_of"])

  private static let array = MappingShape(
    [
      Field("name", .text(StorageName.form), "Names the array.", required: true),
      Field(
        "level", .choice(Storage.RAIDLevel.allCases.map(\.rawValue)), "The RAID level.", required: true),
    ] + mounted + [physicalVolume], oneOf: ["filesystem", "volume_group"])

  private static let volumeGroup = MappingShape([
    Field("name", .text(StorageName.form), "Names the group.", required: true),
    Field("volumes", .list(of: .record(volume), identity: ["name"]), "Its logical volumes.", required: true),
  ])

  private static let volume = MappingShape(
    [Field("name", .text(StorageName.form), "Names the volume.", required: true)] + extent + mounted,
    oneOf: ["filesystem"])

  private static let extent = [
    Field("size", .size, "The least it must have.", required: true),
    Field("grow", .boolean, "Takes what is left; false when left out."),
    Field("maximum", .size, "The most it grows to."),
  ]

  /// `swap` beside the file systems, as people write it.
  private static let mounted = [
    Field(
      "filesystem", .choice(Storage.FileSystem.allCases.map(\.rawValue) + [Storage.swap]), "What it holds."),
    Field("mount", .text(MountPoint.form), "Where it is mounted; left out for swap."),
  ]

  private static let physicalVolume = Field(
    "volume_group", .text(StorageName.form), "The volume group that it is a physical volume of.")
}

extension Storage {
  /// What a recipe calls swap space where it names a file system.
  static let swap = "swap"
}
