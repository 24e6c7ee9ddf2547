/// The keys below `install` and `installer`.
extension RecipeSchema {
  static let install = Record([
    Field("locale", .text(.locale), "The system's locale.", standard: "en_US.UTF-8"),
    Field("keyboard", .text(.keyboard), "An X keyboard layout.", standard: "us"),
    Field("timezone", .text(.timezone), "A name of the tz database.", standard: "UTC"),
    // One name for all: were it the recipe's own, no two recipes could share an installed disk.
    Field("hostname", .text(.hostname), "The installed system's host name.", standard: "localhost"),
    Field("mirror", .text(.url), "The archive used by the build and by the finished image."),
    Field("proxy", .text(.proxy), "The HTTP proxy used by the build and by the finished image."),
    Field(
      "authorized_keys", .list(of: .text(.authorizedKey)),
      "OpenSSH public keys for root; its password is locked."),
    Field("users", .list(of: .record(user), identity: "name"), "Ordinary users; their passwords are locked."),
    Field("storage", .record(storage), "The layout of the system disk."),
    Field("packages", .list(of: .text(.package)), "Packages that the installer installs."),
    Field(
      "kernel_arguments", .list(of: .text(.kernelArgument)), "Arguments of the installed system's kernel."),
    Field("serial_console", .text(.console), "A serial console beside the screen."),
    Field(
      "raw", .list(of: .text(.line)), "Lines taken over into the answer file as they are, after all others."),
  ])

  static let installer = Record([
    Field("kind", .choice(Installer.Kind.allCases.map(\.rawValue)), "Whose installer it is.", required: true),
    Field("answers", .text(.path), "The partial answer file that the settings are merged over."),
    Field("memory", .size, "Memory of the machine while installing.", standard: "1GiB"),
    Field("kernel_arguments", .list(of: .text(.kernelArgument)), "Arguments of the installer's own kernel."),
    Field(
      "components", .list(of: .text(.package)),
      "Installer components wanted beside those every install needs."),
    Field("media", .record(media), "Where kernel and initrd come from.", required: true),
  ])

  private static let media = Record(
    [
      Field("package", .text(.package), "The archive's package that carries kernel and initrd."),
      Field("suite", .text(.word), "The archive's suite."),
      Field("mirrors", .list(of: .text(.url)), "Public mirrors; the first is named in the finished image."),
      Field(
        "keyring", .text(.keyring), "The host's keyring that the archive's signature is checked with."),
      Field("kernel", .record(mediaFile), "A kernel given as a file."),
      Field("initrd", .record(mediaFile), "An initrd given as a file."),
    ],
    oneOf: ["package", "kernel"],
    needs: [
      "package": ["suite", "mirrors", "keyring"], "suite": ["package"], "mirrors": ["package"],
      "keyring": ["package"], "kernel": ["initrd"], "initrd": ["kernel"],
    ])

  private static let mediaFile = Record(
    [
      Field("file", .text(.path), "A file on this host, by its path from the recipe or absolute."),
      Field("url", .text(.url), "Where to download it."),
      Field("sha256", .text(.sha256), "Its digest; required with `url`."),
    ],
    oneOf: ["file", "url"],
    needs: ["url": ["sha256"]])

  private static let user = Record([
    Field("name", .text(.user), "The user's name.", required: true),
    Field("full_name", .text(.line), "The user's name for people."),
    Field("groups", .list(of: .text(.user)), "Further groups."),
    Field("sudo", .boolean, "May use sudo without a password; false when left out."),
    Field("authorized_keys", .list(of: .text(.authorizedKey)), "OpenSSH public keys."),
  ])

  private static let storage = Record([
    Field("table", .choice(Storage.Table.allCases.map(\.rawValue)), "The partition table.", standard: "gpt"),
    Field(
      "partitions", .list(of: .record(partition), identity: "mount"), "Partitions, in the order of the disk."),
  ])

  private static let partition = Record([
    Field("mount", .text(.mount), "Where it is mounted; left out for swap."),
    Field(
      "filesystem", .choice(Storage.FileSystem.allCases.map(\.rawValue)), "What it holds.", required: true),
    Field("size", .size, "The least it must have.", required: true),
    Field("grow", .boolean, "Takes what is left of the disk; false when left out."),
  ])
}
