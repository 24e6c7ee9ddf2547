/// The keys of a recipe, in one value that drives validation, merging, the JSON Schema and the documentation.
public struct RecipeSchema: Sendable {
  let provisioners: ProvisionerRegistry
  let recipe: MappingShape

  public init(_ provisioners: ProvisionerRegistry) {
    self.provisioners = provisioners
    recipe = MappingShape(
      Self.head + provisioners.shortForms.map { $0.field } + [Self.provision(provisioners)] + Self.tail
        + Self.testFields)
  }

  private static func provision(_ provisioners: ProvisionerRegistry) -> Field {
    Field(
      "provision", .list(of: .record(provisioners.item), identity: provisioners.kinds.map { $0.name }),
      "Steps that change the layer, of any kind and in this order; those of the short forms come before them."
    )
  }

  private static let head = [
    Field("name", .text(.recipeName), "Names the recipe; need not be the file's name.", required: true),
    Field(
      "parent", .text(.parent),
      "The recipe that this one derives from, or a release (`web@1.4.0`, `web@stable`); none in a distribution."
    ),
    Field("title", .text(.line), "One line for people; the name when left out. Not inherited."),
    Field("description", .text(.text), "What the appliance is for. Not inherited."),
    Field(
      "version", .text(.version), "The image's version; required in a distribution, inherited otherwise."),
    Field("os", .record(system), "What is installed; only in a distribution."),
    Field("installer", .record(installer), "How it is installed; only in a distribution."),
    Field("hardware", .record(hardware), "The virtual machine that the appliance is made for."),
    Field("install", .record(install), "Settings that the installer is told, rendered into its answer file."),
  ]

  private static let tail = [
    Field(
      "secrets", .dictionary(keys: .variable, of: .record(secret)),
      "Where the value of each secret comes from when an image is built."),
    Field(
      "formats", .list(of: .choice(ImageFormat.allCases.map(\.rawValue))),
      "What the image is handed out as; `qcow2` when left out."),
    compression(standard: Appliance.Compression.zstd.rawValue),
    Field(
      "qcow2_compat", .choice(Appliance.Qcow2Compat.allCases.map(\.rawValue)),
      "The oldest QEMU that is to read the qcow2; `\"0.10\"` needs `compression: zlib`.",
      standard: Appliance.Qcow2Compat.current.rawValue),
    Field(
      "seal", .choice(Appliance.Sealing.allCases.map(\.rawValue)),
      "How file systems get into the image: as they are, or written anew in order, so that the same files make the same image.",
      standard: Appliance.Sealing.copied.rawValue),
    Field(
      "groups", .list(of: .text(.name.such(as: "operations"))),
      "Access groups that a registry may show the image to."),
    Field("attributes", .dictionary(keys: .line, of: .text(.text)), "Free pairs for the descriptor."),
    Field("residue", .record(residue), "What the scan of the finished image may find."),
  ]

  static func compression(standard: String? = nil) -> Field {
    Field(
      "compression", .choice(Appliance.Compression.allCases.map(\.rawValue)),
      "How the image's files are compressed; `zlib` for readers of qcow2 that do not know zstd.",
      standard: standard)
  }

  /// Keys that a child does not inherit.
  static let own: Set<String> = ["name", "parent", "title", "description"]

  /// Keys that nothing outside the recipe may set.
  static let fixed: Set<String> = ["name", "parent"]

  /// Keys that only a distribution may have, and which of them it must have.
  static let distributionOnly = ["os", "installer"]
  static let distributionNeeds = ["version", "os", "installer"]

  private static let system = MappingShape([
    Field("distribution", .text(.word), "Such as `debian` or `rocky`.", required: true),
    Field("release", .text(.release), "Such as `\"13\"` or `\"9.6\"`.", required: true),
    Field("codename", .text(.word.such(as: "trixie")), "Such as `trixie`."),
    Field("arch", .choice(["x86_64", "aarch64"]), "The processor architecture.", required: true),
    Field("end_of_life", .text(.date), "The last day on which its makers support it."),
  ])

  private static let hardware = MappingShape([
    Field("cpus", .integer(1...1024), "Virtual processors.", standard: "1"),
    Field("memory", .size, "Memory.", standard: "1GiB"),
    Field(
      "firmware", .choice(Hardware.Firmware.allCases.map(\.rawValue)),
      "What boots the disks; `uefi-secure` is UEFI with Secure Boot, in a machine with a TPM.",
      standard: Hardware.Firmware.bios.rawValue),
    Field(
      "disks", .list(of: .record(disk), identity: ["name"]),
      "Disks, in the order in which the guest sees them."
    ),
  ])

  private static let disk = MappingShape([
    Field("name", .text(.name), "Names the disk.", required: true),
    Field("size", .size, "Virtual size.", required: true),
    Field(
      "role", .choice(Hardware.Role.allCases.map(\.rawValue)),
      "What an update does with it: replaces (`system`), preserves (`data`) or may erase it (`scratch`).",
      required: true),
  ])

  private static let secret = MappingShape(
    [
      Field("env", .text(.variable), "The environment variable of kiln that holds it."),
      Field(
        "file", .text(.path.such(as: "secrets/token")),
        "The file that holds it, by its path from the recipe or absolute."),
    ], oneOf: ["env", "file"])
}
