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

  /// The default entry of a `grub.cfg`, which `set default` names, else the first.
  static func grub(_ text: String) -> BootEntry? {
    let menu = GrubMenu(text)
    return menu.chosen ?? menu.items.first?.entry
  }

  /// An entry of the Boot Loader Specification (`loader/entries/*.conf`).
  static func specification(_ text: String) -> BootEntry? {
    let lines = text.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("options") }
    return BootEntry(arguments: lines.joined(separator: " "))
  }
}
