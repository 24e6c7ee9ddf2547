/// The keys below `installer`.
extension RecipeSchema {
  static let installer = MappingShape([
    Field("kind", .choice(Installer.Kind.allCases.map(\.rawValue)), "Whose installer it is.", required: true),
    Field(
      "answers", .text(.path.such(as: "answers/own.ks")),
      "The partial answer file that the settings are merged over."),
    Field(
      "snapshot", .text(SnapshotTime.form),
      "The state of the archives that a build fetches from, for `bootstrap` and `image`; nothing in the image is newer."
    ),
    Field("memory", .size, "Memory of the machine while installing.", standard: "1GiB"),
    Field("kernel_arguments", .list(of: .text(.bootArgument)), "Arguments of the installer's own kernel."),
    Field(
      "components", .list(of: .text(PackageName.form)),
      "Installer components wanted beside those every install needs."),
    Field(
      "tree", .text(.mirrorPath),
      "Where the installer finds its packages, below the mirror; for installers that must be told."),
    Field(
      "repositories", .dictionary(keys: .name, of: .text(.mirrorPath)),
      "Further repositories, by name, below the mirror."),
    Field("media", .record(media), "Where the installer itself comes from.", required: true),
  ])

  private static let media = MappingShape(
    [
      Field(
        "mirrors", .list(of: .text(HTTPAddress.form)),
        "Public mirrors, tried in turn; the first is named in the finished image."),
      Field("package", .text(PackageName.form), "The archive's package that carries kernel and initrd."),
      Field("suite", .text(Suite.form), "The archive's suite."),
      Field(
        "keyring", .text(.keyring), "The host's keyring that the archive's signature is checked with."),
      Field("iso", .record(file), "The installer's CD image; kernel and initrd are read from it."),
      Field("kernel", .record(bootFile), "The installer's kernel."),
      Field("initrd", .record(bootFile), "The installer's initrd."),
      Field("image", .record(file), "A disk image with an installed system (kind `image`)."),
    ],
    needs: [
      "package": ["suite"], "suite": ["mirrors", "keyring"], "keyring": ["suite"], "kernel": ["initrd"],
      "initrd": ["kernel"], "iso": ["kernel"],
    ])

  private static let fields = [
    Field(
      "file", .text(.path.such(as: "/srv/media/boot.iso")),
      "A file on this host, by its path from the recipe or absolute."),
    Field("url", .text(.url), "Where to download it."),
    Field("path", .text(.mirrorPath), "Its path below each of the mirrors."),
    Field("sha256", .text(.sha256), "Its digest."),
    Field("sha512", .text(.sha512), "Its digest, where its maker publishes no SHA-256."),
    Field("size", .integer(1...(1 << 50)), "Its length in bytes; no more than that is downloaded."),
    Field("checksums", .record(checksums), "The signed list that has its digest."),
  ]

  private static let file = MappingShape(fields, oneOf: ["file", "url", "path"])

  private static let bootFile = MappingShape(
    fields + [Field("iso_path", .text(.mirrorPath), "Its path in the CD image.")],
    oneOf: ["file", "url", "path", "iso_path"])

  private static let checksums = MappingShape(
    [
      Field("url", .text(.url), "Where to download it."),
      Field("path", .text(.mirrorPath), "Its path below each of the mirrors."),
      Field(
        "signature", .text(.line), "The same of its detached signature; left out when it is signed in itself."
      ),
      Field(
        "keyring", .text(.path.such(as: "keys/rocky-9.gpg")),
        "The public keys it is checked with, by path from the recipe or absolute.", required: true),
    ], oneOf: ["url", "path"])
}
