/// The package database of a debian-installer, `var/lib/dpkg/status`.
struct InstallerStatus {
  /// Where it is in the installer's file system.
  static let path = "var/lib/dpkg/status"

  /// Components that are never run: the first would fetch components, which are all there; the second looks for braille
  /// displays.
  private static let settled = ["download-installer", "brltty-udeb"]

  private var text: [String] = []
  /// Names, real and virtual, of what is there.
  private(set) var names: Set<String> = []

  /// - Throws: `MediaError.malformed`.
  init(_ bytes: [UInt8]) throws {
    try forEachStanza(in: bytes, named: "the initrd's \(Self.path)") { stanza in
      if let fault = stanza.fault {
        throw MediaError.malformed(what: "the initrd's \(Self.path)", reason: fault)
      }
      guard let name = stanza.text(of: "Package") else { return }
      names.insert(name)
      names.formUnion(Relation.provided(stanza.text(of: "Provides")))
      let lines = String(decoding: stanza.bytes, as: UTF8.self)
      text.append(
        Self.settled.contains(name)
          ? lines.replacing("Status: install ok unpacked", with: "Status: install ok installed") : lines)
    }
  }

  /// Adds a component as unpacked: the installer's menu then configures it in its turn.
  mutating func add(_ package: Package) {
    let fields = [("Package", package.name), ("Status", "install ok unpacked"), ("Version", package.version)]
    let further = package.statusFields.map { ($0.name, $0.value) }
    text.append((fields + further).map { "\($0): \($1)" }.joined(separator: "\n"))
  }

  /// The whole database as text.
  var bytes: [UInt8] { [UInt8]((text.joined(separator: "\n\n") + "\n").utf8) }
}
