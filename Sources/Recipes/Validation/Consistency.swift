import YAML

/// Finds what fits the schema but makes no sense together, in the merged values of one recipe.
struct Consistency {
  private let value: Value
  /// For what has no better place: the start of the recipe.
  private let start: Origin
  private(set) var diagnostics: [Diagnostic] = []

  /// Room that a partition table takes, with the alignment of the first and last partition.
  private static let tableSize: UInt64 = 2 << 20

  init(_ value: Value, of recipe: RecipeFile) {
    self.value = value
    start = .recipe(Location(file: recipe.file, line: 1, column: 1))
  }

  mutating func check() {
    checkDisks()
    checkPartitions()
    checkUsers()
    checkFiles()
    checkScripts()
    checkMedia()
  }

  private mutating func checkDisks() {
    let disks = value["hardware"]?.list("disks") ?? []
    reportRepeated(disks, "name") { "two disks are named '\($0)'" }
    if !disks.contains(where: { $0.string("role") == Hardware.Role.system.rawValue }) {
      report("no disk has the role 'system'", place("hardware", "disks"))
    }
  }

  private mutating func checkPartitions() {
    let partitions = value["install"]?["storage"]?.list("partitions") ?? []
    let storage = place("install", "storage", "partitions")
    reportRepeated(partitions, "mount") { "two partitions are mounted at '\($0)'" }
    for second in partitions.filter({ $0.flag("grow") }).dropFirst() {
      report("two partitions grow; only one can take what is left of the disk", second.origin)
    }
    if !partitions.contains(where: { $0.string("mount") == "/" }) {
      report("no partition is mounted at '/'", storage)
    }
    for partition in partitions {
      let isSwap = partition.string("filesystem") == Storage.FileSystem.swap.rawValue
      if isSwap, let mount = partition["mount"] { report("a swap partition has no 'mount'", mount.origin) }
      if !isSwap, partition["mount"] == nil {
        report("a partition that is not swap needs 'mount'", partition.origin)
      }
    }
    let system = value["hardware"]?.list("disks").first { $0.string("role") == "system" }
    let needed = partitions.reduce(Self.tableSize) { $0 + $1.size("size") }
    if let system, needed > system.size("size") {
      let disk = "the \(ByteSize.text(system.size("size"))) of disk '\(system.string("name"))'"
      report(
        "partitions and their table need \(ByteSize.text(needed)), more than \(disk)",
        partitions.last?.origin ?? storage)
    }
  }

  private mutating func checkUsers() {
    let users = value["install"]?.list("users") ?? []
    reportRepeated(users, "name") { "two users are named '\($0)'" }
    for user in users where user.string("name") == "root" {
      report("'root' is always there; its keys go to 'install.authorized_keys'", user.origin)
    }
  }

  private mutating func checkFiles() {
    for file in value.list("files") {
      guard let to = file["to"], let path = to.text, path.split(separator: "/").contains("..") else {
        continue
      }
      report("'to' must not contain '..'", to.origin)
    }
  }

  private mutating func checkScripts() {
    let declared = value["secrets"]?.members?.keys ?? []
    for script in value.list("provision") {
      let environment = script.dictionary("env")
      for secret in script.list("secrets") {
        guard let name = secret.text else { continue }
        if !declared.contains(name) {
          let hint = suggestion(for: name, among: declared)
          report("secret '\(name)' is not declared under 'secrets'\(hint)", secret.origin)
        } else if environment[name] != nil {
          report("'\(name)' is both in 'env' and in 'secrets'", secret.origin)
        }
      }
    }
  }

  private mutating func checkMedia() {
    guard let installer = value["installer"], installer["media"]?["kernel"] != nil,
      let components = installer["components"]
    else { return }
    report(
      "'components' needs media from an archive's package",
      components.items.first?.origin ?? components.origin)
  }

  private mutating func reportRepeated(_ items: [Value], _ key: String, _ message: (String) -> String) {
    var seen: [String: Origin] = [:]
    for item in items {
      guard let text = item[key]?.text else { continue }
      if let first = seen[text] {
        report("\(message(text)), the first at \(first)", item.origin)
      } else {
        seen[text] = item.origin
      }
    }
  }

  /// Where the innermost of nested keys is written, as far as they are.
  private func place(_ keys: String...) -> Origin {
    var found = start
    var current: Value? = value
    for key in keys {
      current = current?[key]
      if let origin = current?.origin, origin != .standard { found = origin }
    }
    return found
  }

  private mutating func report(_ message: String, _ origin: Origin) {
    diagnostics.append(Diagnostic(message, from: origin))
  }
}
