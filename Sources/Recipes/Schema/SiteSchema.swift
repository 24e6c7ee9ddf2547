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

  private static let retention = MappingShape([
    Field(
      "keep_last", .integer(1...10_000), "So many builds of each appliance, the last used ones.",
      standard: "3"),
    Field("keep_for", .text(.age), "Builds that were made or handed out within this time.", standard: "7d"),
  ])

  private static let channel = MappingShape([
    Field("name", .text(.channel), "Names the channel.", required: true),
    Field(
      "requires", .list(of: .choice(ReleaseChannel.Requirement.allCases.map(\.rawValue))),
      "What must be known of a release: `boot`, that its image has passed its tests."),
  ])

  /// Scaled where guests run slower than with KVM.
  private static let timeouts = MappingShape([
    Field("answers", .text(.duration), "From the start until the installer has fetched its answer file."),
    Field("silence", .text(.duration), "For which an install may show no progress."),
    Field("install", .text(.duration), "From the start of an install to its end."),
    Field("script", .text(.duration), "For one provisioning step: packages or a script."),
  ])
}
