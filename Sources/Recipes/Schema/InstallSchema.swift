/// The keys below `install`.
extension RecipeSchema {
  static let install = MappingShape([
    Field("locale", .text(LocaleName.form), "The system's locale.", standard: "en_US.UTF-8"),
    Field("keyboard", .text(KeyboardLayout.form), "An X keyboard layout.", standard: "us"),
    Field("timezone", .text(TimeZoneName.form), "A name of the tz database.", standard: "UTC"),
    // One name for all: were it the recipe's own, no two recipes could share an installed disk.
    Field("hostname", .text(Hostname.form), "The installed system's host name.", standard: "localhost"),
    Field("mirror", .text(HTTPAddress.form), "The archive used by the build and by the finished image."),
    Field("proxy", .text(HTTPAddress.proxy), "The HTTP proxy used by the build and by the finished image."),
    Field(
      "ca_certificates", .list(of: .text(.path.such(as: "files/ca.pem"))),
      "Files of PEM certificates, by path from this file's folder, that the finished system trusts as authorities."
    ),
    Field(
      "ntp_servers", .list(of: .text(Hostname.server)), "Time servers; the distribution's own when left out."),
    Field("dns_search", .list(of: .text(Hostname.domain)), "Domains that a short host name is looked up in."),
    Field(
      "authorized_keys", .list(of: .text(AuthorizedKey.form)),
      "OpenSSH public keys for root; its password is locked."),
    Field(
      "users", .list(of: .record(user), identity: ["name"]), "Ordinary users; their passwords are locked."),
    Field(
      "lean", .list(of: .choice(LeanPart.allCases.map(\.rawValue))),
      "What is left out of the system: `docs` (not copyrights), `locales` of languages other than English and the"
        + " system's, `firmware`, `caches`."),
    Field("storage", .record(storage), "The layout of the disks."),
    Field("packages", .list(of: .text(PackageName.form)), "Packages that the installer installs."),
    Field(
      "kernel_arguments", .list(of: .text(KernelArgument.form)), "Arguments of the installed system's kernel."
    ),
    Field("serial_console", .text(SerialConsole.form), "A serial console beside the screen."),
    Field(
      "raw", .list(of: .text(.line)), "Lines taken over into the answer file as they are, after all others."),
  ])

  /// Some of the keys below `install`, for a step that sets them in an installed system.
  public static func settings(_ names: Set<String>) -> MappingShape {
    MappingShape(
      install.fields.filter { names.contains($0.name) }.map { Field($0.name, $0.shape, $0.meaning) })
  }

  private static let user = MappingShape([
    Field("name", .text(AccountName.form), "The user's name.", required: true),
    Field("full_name", .text(FullName.form), "The user's name for people."),
    Field("groups", .list(of: .text(AccountName.form)), "Further groups."),
    Field("sudo", .boolean, "May use sudo without a password; false when left out."),
    Field("authorized_keys", .list(of: .text(AuthorizedKey.form)), "OpenSSH public keys."),
  ])
}
