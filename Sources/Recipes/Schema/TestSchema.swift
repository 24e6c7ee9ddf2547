/// The keys of a recipe that say how its image is tested: `test` and `tests`.
extension RecipeSchema {
  static let testFields = [
    Field("test", .record(test), "How an image is tested once it is sealed."),
    Field(
      "tests", .list(of: .record(check), identity: ["script"]),
      "What is checked of a machine that is booted from the image; what ancestors ask for is, too."),
  ]

  // Without standards, which would be explained for every recipe.
  private static let test = MappingShape([
    Field(
      "boot", .choice(ImageTest.Boot.allCases.map(\.rawValue)),
      "How far: until one can log in over SSH (`full`, when left out), until its `console` offers a login, or not at all."
    ),
    Field(
      "limit", .text(.duration.such(as: "5min")),
      "How long it may take until one can log in, on a host with KVM; more on a slower one. `2min` when left out."
    ),
    Field(
      "second_boot", .boolean,
      "Whether it is booted twice, to see that two machines of it have other host keys and another machine id; false when left out."
    ),
    Field(
      "network", .boolean, "Whether its machine reaches the world outside meanwhile; false when left out."),
  ])

  private static let check = MappingShape(
    [
      Field("script", .text(.path.such(as: "tests/login.sh")), "A script that must end with 0, run as root."),
      Field("env", .dictionary(keys: .variable, of: .text(.text)), "Environment variables that it sees."),
      Field("http", .record(http), "A page that is asked for from outside."),
      Field(
        "ports", .list(of: .integer(1...65535)), "TCP ports: these and no others are open to the network."),
      Field("services", .dictionary(keys: .unit, of: .record(service)), "Units of systemd, by name."),
      Field("packages", .dictionary(keys: package, of: .record(packageState)), "Packages, by name."),
      Field("files", .dictionary(keys: .absolutePath, of: .record(file)), "Files and folders, by path."),
    ], oneOf: ["script", "http", "ports", "services", "packages", "files"], needs: ["env": ["script"]])

  private static let http = MappingShape([
    Field("port", .integer(1...65535), "The guest's port.", required: true),
    Field(
      "path", .text(Form("a path of an address", "^/[!-~]*$", example: "/health")), "What is asked for.",
      standard: "/"),
    Field("status", .integer(100...599), "The status that it answers with.", standard: "200"),
    Field("body", .text(.text), "A text that the page has in it."),
  ])

  private static let service = MappingShape([
    Field("running", .boolean, "Whether it runs."),
    Field("enabled", .boolean, "Whether it is started at boot."),
  ])

  private static let packageState = MappingShape([
    Field("installed", .boolean, "Whether it is installed.", standard: "true"),
    Field(
      "version", .text(Form("a version, in which `*` stands for anything", "^[!-~]+$", example: "1.26*")),
      "Its version; `*` stands for anything."),
  ])

  private static let file = MappingShape([
    Field("exists", .boolean, "Whether it is there.", standard: "true"),
    Field("mode", .text(.mode), "Its permission bits."),
    Field("owner", .text(.owner), "Its user, or user:group."),
    Field("contains", .text(.line.such(as: "PermitRootLogin no")), "A text that one of its lines has in it."),
  ])

  private static let package = Form(
    "the name of a package", "^[A-Za-z0-9][A-Za-z0-9+._-]*$", example: "nginx-light")
}
