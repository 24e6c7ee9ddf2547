/// What a Go program says of the modules that it was built from; Go's `debug/buildinfo`, since Go 1.18.
enum GoBuildInfo {
  private static let magic = Array("\u{FF} Go buildinf:".unicodeScalars.map { UInt8($0.value) })
  /// How much may be told.
  private static let longest = 4 << 20

  /// The program's own module, and those that it uses; nothing for what Go has not built.
  static func components(_ file: ELFFile) -> [ContentsComponent] {
    guard let section = file.section(".go.buildinfo") else { return [] }
    return components(Array(section.prefix(longest)))
  }

  /// - Parameter section: 14 bytes of magic, the size of a pointer, flags, and from byte 32 two texts, each after its length.
  static func components(_ section: [UInt8]) -> [ContentsComponent] {
    guard section.count > 32, section.starts(with: magic), section[15] & 2 != 0 else { return [] }
    var rest = section[32...]
    guard let version = takeText(&rest), let modules = takeText(&rest) else { return [] }
    let go = String(decoding: version, as: UTF8.self)
    // 16 bytes before and behind it mark where it is.
    let text =
      modules.count >= 33 && modules[modules.endIndex - 17] == UInt8(ascii: "\n")
      ? modules.dropFirst(16).dropLast(16) : modules
    return components(String(decoding: text, as: UTF8.self), go: go)
  }

  /// Lines of a word, a path, a version and a digest, with tabs between them; `=>` stands for the module of the line before.
  private static func components(_ text: String, go: String) -> [ContentsComponent] {
    var found = [
      ContentsComponent(.go, "stdlib", version: go.hasPrefix("go") ? String(go.dropFirst(2)) : go)
    ]
    for line in text.split(separator: "\n") {
      let words = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard words.count >= 3, ["mod", "dep", "=>"].contains(words[0]) else { continue }
      // Of a program that was built from its own folder nothing better is known.
      var module = ContentsComponent(.go, words[1], version: words[2] == "(devel)" ? nil : words[2])
      if words[0] == "mod" { module.properties["go"] = go }
      if words.count > 3, !words[3].isEmpty { module.properties["sum"] = words[3] }
      if words[0] == "=>", found.count > 1 { found.removeLast() }
      found.append(module)
    }
    return found
  }

  /// After its length in 7 bits a byte, the lowest first (Go's `encoding/binary`).
  private static func takeText(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var (length, shift) = (0, 0)
    while let byte = rest.popFirst() {
      guard shift < 35 else { return nil }
      length |= Int(byte & 0x7F) << shift
      shift += 7
      guard byte & 0x80 == 0 else { continue }
      guard length <= rest.count else { return nil }
      defer { rest = rest.dropFirst(length) }
      return rest.prefix(length)
    }
    return nil
  }
}
