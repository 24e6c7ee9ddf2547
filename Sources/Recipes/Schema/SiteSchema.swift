/// The keys of a site file: what belongs to the place where images are built, not to a recipe.
public enum SiteSchema {
  static let site = MappingShape(
    [
      Field(
        "mirrors", .dictionary(keys: .word, of: .text(HTTPAddress.form)),
        "For each distribution, the archive used by builds and by the finished images."),
      Field(
        "snapshots", .dictionary(keys: .word, of: .text(HTTPAddress.form)),
        "For each distribution, where its archive's states are kept, each below its time, for `installer.snapshot`;"
          + " that of security updates is looked for beside it."),
      Field(
        "max_release_age", .text(.age),
        "While a mirror is being updated, builds may use the last state of its archive that was verified; this is how old that may be."
      ),
    ] + shared + [
      Field(
        "allow_missing_updates", .boolean,
        "Whether builds go on without an archive's `-updates` suite while no mirror has it, or it has expired."
          + " Security updates are never left out.", standard: "false"),
      RecipeSchema.compression(),
      Field(
        "timeouts", .record(timeouts),
        "How long an install, or a provisioning step, may take before it is given up."),
      Field(
        "retention", .record(retention),
        "Which builds of images stay in the store though no release and no channel names them."),
      Field(
        "channels", .list(of: .record(channel), identity: ["name"]),
        "What releases are promoted to, in this order; `testing` and `stable` where there is no list."),
      Field(
        "ova", .record(ova),
        "What OVAs are signed with; without it they have no signature. Files are taken from the site file's folder."
      ),
      Field(
        "signing", .record(signing),
        "By what statements of images, such as their provenance, are signed; else by the user's own keys (`kiln key`)."
      ),
      Field(
        "vulnerabilities", .list(of: .record(vulnerabilities)),
        "The data that `kiln audit` holds images against, each at an address or in a file or folder."),
      Field(
        "policy", .text(Form.path.such(as: "policy.yaml")),
        "The admission policy that `kiln nightly` holds each image against, and `kiln admit` where none is named; by path"
          + " from this file's folder."),
      Field(
        "shared_group", .text(.word.such(as: "builders")),
        "The group of the host whose members share the store and the output folder; else what others can write is refused."
      ),
    ])

  /// Keys that mean the same as below `install` in a recipe.
  private static let shared = [
    "proxy", "ca_certificates", "ntp_servers", "dns_search", "timezone", "locale", "keyboard",
    "authorized_keys",
  ].compactMap { name in
    RecipeSchema.install[name].map { Field($0.name, $0.shape, $0.meaning) }
  }

  /// Paths start from the site file's folder.
  private static let signing = MappingShape(
    [
      Field(
        "keys", .list(of: .text(.path.such(as: "keys/release.pem"))),
        "Private keys in PEM, Ed25519 or ECDSA on P-256; each signs."),
      Field(
        "command", .text(.line.such(as: "pkcs11-sign --label release")),
        "A command, for sh, that reads what is to be signed from its standard input and writes the signature: for tokens"
          + " and services."),
      Field(
        "command_key", .text(.path.such(as: "keys/token.pub")),
        "The public key, in PEM, of what `command` signs with."),
      Field(
        "builder", .text(.url.such(as: "https://images.example.org/builder")),
        "Stands for who builds, in the provenance of images.", standard: "https://kiln.example/builder/v1"),
      Field(
        "openpgp", .text(.line.such(as: "0x1A2B3C4D5E6F7788")),
        "The key with which gpg signs `SHA256SUMS`, into `SHA256SUMS.asc`."),
    ], needs: ["command": ["command_key"]])

  private static let vulnerabilities = MappingShape(
    [
      Field(
        "kind", .choice(SiteVulnerabilityData.Kind.allCases.map(\.rawValue)),
        "`osv` for records of the Open Source Vulnerability format, one, many in a folder, or a zip of them; `debian` for the JSON"
          + " of Debian's security tracker; `oval` for definitions of Debian, Ubuntu or Red Hat.",
        required: true),
      Field(
        "url", .text(.url.such(as: "https://security-tracker.debian.org/tracker/data/json")),
        "Fetched when its server has a newer one, and kept with the media."),
      Field("path", .text(.path.such(as: "vulnerabilities/debian.json")), "By path from this file's folder."),
    ], oneOf: ["url", "path"])

  private static let retention = MappingShape([
    Field(
      "keep_last", .integer(1...10_000), "So many builds of each appliance, the last used ones.",
      standard: "3"),
    Field("keep_for", .text(.age), "Builds that were made or handed out within this time.", standard: "7d"),
  ])

  private static let ova = MappingShape([
    Field(
      "certificate", .text(.path),
      "A PEM file with the key's certificate first, then those that it is issued by.",
      required: true),
    Field("key", .text(.path), "A PEM file with the private key, which has no passphrase.", required: true),
  ])

  private static let channel = MappingShape([
    Field("name", .text(.channel), "Names the channel.", required: true),
    Field(
      "requires", .list(of: .choice(ReleaseChannel.Requirement.allCases.map(\.rawValue))),
      "What must be known of a release: `boot`, that its image has passed its tests."),
    Field(
      "policy", .text(Form.path.such(as: "policy.yaml")),
      "The admission policy that must let a release's image in, by path from the site file."),
  ])

  /// Scaled where guests run slower than with KVM.
  private static let timeouts = MappingShape([
    Field("answers", .text(.duration), "From the start until the installer has fetched its answer file."),
    Field("silence", .text(.duration), "For which an install may show no progress."),
    Field("install", .text(.duration), "From the start of an install to its end."),
    Field("script", .text(.duration), "For one provisioning step: packages or a script."),
  ])
}
