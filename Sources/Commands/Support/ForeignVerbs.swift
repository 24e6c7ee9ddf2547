import Console

/// What people type who build images with other programs, and what does it here.
let foreignVerbs: [String: Program.ForeignVerb] = Dictionary(
  table.flatMap { names, verb in names.split(separator: " ").map { (String($0), verb) } },
  uniquingKeysWith: { first, _ in first })

private let table: [(names: String, verb: Program.ForeignVerb)] = [
  ("validate", .init("Packer", "to check recipes, type 'kiln check'")),
  ("lint", .init("Cargo", "to check recipes, type 'kiln check'")),
  (
    "fmt format",
    .init("Packer", "recipes are YAML, and stay as they are written; to check them, type 'kiln check'")
  ),
  (
    "tag",
    .init(
      "Docker",
      "to bind a build to a version, type 'kiln release NAME VERSION'; to move a channel, 'kiln promote NAME VERSION CHANNEL'"
    )
  ),
  (
    "history",
    .init(
      "Docker",
      "to see an image's layers, type 'kiln inspect NAME'; what releases became of it, 'kiln releases NAME'")
  ),
  ("untag yank deprecate", .init("Cargo", "to take a release out of use, type 'kiln retire NAME VERSION'")),
  (
    "undo revert",
    .init(
      "Git",
      "to let a channel name an earlier release, type 'kiln rollback NAME CHANNEL --to VERSION --reason TEXT'"
    )
  ),
  (
    "summary cat-config config show",
    .init("mkosi", "to see what a recipe says, and where, type 'kiln explain NAME'")
  ),
  ("ls", .init("Docker", "to list recipes, type 'kiln list'; images, 'kiln builds'")),
  (
    "images image ps",
    .init("Docker", "to list the images that the store has, type 'kiln builds'; recipes, 'kiln list'")
  ),
  ("search", .init("Docker", "to list what can be installed, type 'kiln distributions'")),
  ("rm rmi remove delete destroy", .init("Docker", "to free what nothing needs, type 'kiln gc'")),
  (
    "clean prune autoclean",
    .init("mkosi or Docker", "to free what nothing needs, type 'kiln gc'; media, 'kiln media prune'")
  ),
  ("start up", .init("Docker or Vagrant", "to boot an image, type 'kiln run IMAGE'")),
  ("boot qemu vm vmspawn", .init("mkosi", "to boot an image, type 'kiln run IMAGE'")),
  (
    "console attach",
    .init("virsh or Docker", "to boot an image with its console here, type 'kiln run IMAGE'")
  ),
  (
    "ssh login",
    .init(
      "mkosi", "to boot an image and log in, type 'kiln run IMAGE --ssh'; to look into it, 'kiln shell NAME'")
  ),
  (
    "exec",
    .init(
      "Docker",
      "to run a command in an image without booting it, type 'kiln shell NAME --command SCRIPT'; in a machine, 'kiln run IMAGE --command SCRIPT'"
    )
  ),
  ("new create", .init("Cargo", "to begin a recipe, type 'kiln init DIR'")),
  (
    "install customize make",
    .init("virt-builder", "to build an image, type 'kiln build NAME'; what goes into it is in its recipe")
  ),
  (
    "update upgrade refresh",
    .init("Cargo", "to build with newer packages, type 'kiln build NAME --refresh updates'")
  ),
  ("status", .init("Terraform", "to see what would be built, and why, type 'kiln plan NAME'")),
  (
    "pull fetch download",
    .init("Docker", "to get what distributions are installed from, type 'kiln media fetch NAME'")
  ),
  (
    "import load",
    .init(
      "Docker",
      "to start from an image of others, name it under 'image' in a recipe; to take in a medium, type 'kiln media import FILE'"
    )
  ),
  ("save", .init("Docker", "images are written as files by 'kiln build NAME -o DIR'")),
  ("logs", .init("Docker", "to see the logs of a build, type 'kiln log NAME'")),
  ("info system", .init("Docker", "to look whether this machine can build, type 'kiln doctor'")),
  ("fsck", .init("Unix", "to read every byte of the store, type 'kiln store verify'")),
  ("templates", .init("virt-builder", "to list what can be installed, type 'kiln distributions'")),
]
