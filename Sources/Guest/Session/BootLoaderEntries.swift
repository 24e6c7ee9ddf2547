/// What a boot loader's default entry starts: the kernel's `root=` and, on btrfs, its subvolume.
struct BootEntry: Hashable {
  var root: String
  var subvolume: String?
  /// What it loads.
  var files: BootFiles

  /// Reads a kernel command line; nil without `root=`.
  init?(arguments: some StringProtocol) {
    let words = arguments.split { $0 == " " || $0 == "\t" }
    guard let root = words.last(where: { $0.hasPrefix("root=") })?.dropFirst(5), !root.isEmpty else {
      return nil
    }
    self.root = String(root.filter { $0 != "\"" && $0 != "'" })
    let flags = words.last { $0.hasPrefix("rootflags=") }?.dropFirst(10).split(separator: ",") ?? []
    subvolume = flags.last { $0.hasPrefix("subvol=") }.map { String($0.dropFirst(7).drop { $0 == "/" }) }
    // GRUB's command, and the kernel.
    files = BootFiles(kernel: words.dropFirst().first.map { String($0) } ?? "")
    files.arguments = words.dropFirst(2).joined(separator: " ")
  }

  /// The default entry of a `grub.cfg`, which `set default` names, else the first.
  static func grub(_ text: String) -> BootEntry? {
    let menu = GrubMenu(text)
    return menu.chosen ?? menu.items.first?.entry
  }

  /// An entry of the Boot Loader Specification (`loader/entries/*.conf`).
  static func specification(_ text: String) -> BootEntry? {
    func values(_ key: String) -> [Substring] {
      text.split(whereSeparator: \.isNewline).filter {
        $0.split { $0 == " " || $0 == "\t" }.first == key[...]
      }
      .map { $0.dropFirst(key.count).drop { $0 == " " || $0 == "\t" } }
    }
    let options = values("options").joined(separator: " ")
    guard var entry = BootEntry(arguments: options) else { return nil }
    entry.files = BootFiles(
      kernel: values("linux").last.map(String.init) ?? "",
      initrds: values("initrd").flatMap { $0.split(separator: " ") }.map(String.init), arguments: options)
    return entry
  }
}

/// A kernel as a boot loader's entry names it.
struct BootFiles: Hashable {
  /// As written: a path in the file system that the boot loader reads; empty where none is named.
  var kernel: String
  var initrds: [String] = []
  /// What the kernel is started with.
  var arguments = ""
}

/// The entries of a `grub.cfg`, those of submenus among them.
private struct GrubMenu {
  struct Item {
    /// Numbers from the outermost menu on.
    var path: [Int]
    /// Its title and its id.
    var names: [String]
    /// A submenu's is its first entry's.
    var entry: BootEntry?
  }

  private(set) var items: [Item] = []
  /// What `set default` says last, as `0`, `1>2`, or names in place of numbers (GRUB's manual, "default").
  private var wanted = "0"

  init(_ text: String) {
    var counts: [[Int]: Int] = [:]
    // The menu or entry that each open brace belongs to; nil for anything else's.
    var open: [[Int]?] = []
    for line in text.split(whereSeparator: \.isNewline).map({ $0.drop { $0 == " " || $0 == "\t" } }) {
      var opened: [Int]?
      if line.hasPrefix("set default=") {
        let value = line.dropFirst("set default=".count).filter { $0 != "\"" && $0 != "'" }
        // A variable's value is in another file, and is mostly none.
        if !value.contains("$") { wanted = String(value) }
      } else if line.hasPrefix("menuentry ") || line.hasPrefix("submenu ") {
        let menu = open.compactMap(\.self).last ?? []
        let path = menu + [counts[menu, default: 0]]
        counts[menu, default: 0] += 1
        items.append(Item(path: path, names: Self.quoted(line), entry: nil))
        opened = path
      } else if ["linux", "linux16", "linuxefi"].contains(line.prefix { $0 != " " && $0 != "\t" }),
        let path = open.compactMap(\.self).last
      {
        for index in items.indices where path.starts(with: items[index].path) && items[index].entry == nil {
          items[index].entry = BootEntry(arguments: line)
        }
      } else if line.hasPrefix("initrd"), let path = open.compactMap(\.self).last {
        let files = line.split { $0 == " " || $0 == "\t" }.dropFirst().map(String.init)
        for index in items.indices
        where path.starts(with: items[index].path) && items[index].entry?.files.initrds.isEmpty == true {
          items[index].entry?.files.initrds = files
        }
      }
      if line.hasSuffix("{") { open.append(opened) }
      if line == "}", !open.isEmpty { open.removeLast() }
    }
  }

  /// The entry that is wanted; nil where there is none such.
  var chosen: BootEntry? {
    var found: Item?
    for word in wanted.split(separator: ">").map(String.init) {
      let menu = found?.path ?? []
      found = items.first {
        $0.path.dropLast() == menu[...] && (Int(word) == $0.path.last || $0.names.contains(word))
      }
      if found == nil { return nil }
    }
    return found?.entry
  }

  private static func quoted(_ line: Substring) -> [String] {
    var quoted: [String] = []
    var rest = line
    while let start = rest.firstIndex(where: { $0 == "'" || $0 == "\"" }) {
      let quote = rest[start]
      rest = rest[start...].dropFirst()
      guard let end = rest.firstIndex(of: quote) else { continue }
      quoted.append(String(rest[..<end]))
      rest = rest[end...].dropFirst()
    }
    return quoted
  }
}
