/// What a boot loader's default entry starts: the kernel's `root=` and, on btrfs, its subvolume.
struct BootEntry: Hashable {
  var root: String
  var subvolume: String?

  /// Reads a kernel command line; nil without `root=`.
  init?(arguments: some StringProtocol) {
    let words = arguments.split { $0 == " " || $0 == "\t" }
    guard let root = words.last(where: { $0.hasPrefix("root=") })?.dropFirst(5), !root.isEmpty else {
      return nil
    }
    self.root = String(root.filter { $0 != "\"" && $0 != "'" })
    let flags = words.last { $0.hasPrefix("rootflags=") }?.dropFirst(10).split(separator: ",") ?? []
    subvolume = flags.last { $0.hasPrefix("subvol=") }.map { String($0.dropFirst(7).drop { $0 == "/" }) }
  }

  /// The default entry of a `grub.cfg`: the one that `set default` counts to, else the first.
  static func grub(_ text: String) -> BootEntry? {
    var entries: [BootEntry?] = []
    var number = 0
    var depth = 0
    for line in text.split(whereSeparator: \.isNewline).map({ $0.drop { $0 == " " || $0 == "\t" } }) {
      if line.hasPrefix("set default=") { number = Int(line.filter(\.isNumber)) ?? number }
      if depth == 0, line.hasPrefix("menuentry ") || line.hasPrefix("submenu ") { entries.append(nil) }
      if line.hasSuffix("{") { depth += 1 }
      if line == "}" { depth -= 1 }
      let isKernel = ["linux", "linux16", "linuxefi"].contains(line.prefix { $0 != " " && $0 != "\t" })
      if isKernel, let last = entries.indices.last, entries[last] == nil {
        entries[last] = BootEntry(arguments: line)
      }
    }
    return entries.indices.contains(number) ? entries[number] : entries.first ?? nil
  }

  /// An entry of the Boot Loader Specification (`loader/entries/*.conf`).
  static func specification(_ text: String) -> BootEntry? {
    let lines = text.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("options") }
    return BootEntry(arguments: lines.joined(separator: " "))
  }
}
