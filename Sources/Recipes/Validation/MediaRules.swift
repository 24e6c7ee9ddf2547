import Diagnostics

/// Whether the keys below `installer` fit its kind, and whether each file can be found and checked: what does not fit has no place in
/// an ``Installer``.
struct MediaRules {
  private let value: Value
  private(set) var diagnostics: [Diagnostic] = []

  private static let ways = ["package", "kernel", "image"]

  /// - Parameter value: a whole recipe, merged and complete.
  init(_ value: Value) {
    self.value = value
    check()
  }

  private mutating func report(_ message: String, _ origin: Origin) {
    diagnostics.append(Diagnostic(message, from: origin))
  }

  private mutating func check() {
    guard let installer = value["installer"], let media = installer["media"],
      let kind = Installer.Kind(rawValue: installer.string("kind"))
    else { return }
    let fitting = kind.media
    if !fitting.contains(where: { media[$0] != nil }) {
      let either = fitting.map { "'\($0)'" }.joined(separator: " or ")
      report("'media' needs \(either) for '\(kind.rawValue)'", media.origin)
    }
    for other in Self.ways where !fitting.contains(other) {
      if let found = media[other] { report("'\(other)' does not fit '\(kind.rawValue)'", found.origin) }
    }
    for key in kind.unread {
      guard let found = installer[key], found.origin != .standard else { continue }
      report("'\(key)' does not fit '\(kind.rawValue)': no installer runs that could read it", found.origin)
    }
    if let snapshot = installer["snapshot"], !kind.canBePinned {
      report(
        "'snapshot' does not fit '\(kind.rawValue)', which asks today's archives itself; 'bootstrap' and 'image' can be pinned",
        snapshot.origin)
    }
    if media["kernel"] != nil, let package = media["package"] {
      report("'media' has both 'package' and 'kernel'; leave one out", package.origin)
    }
    if let components = installer["components"], media["package"] == nil {
      report(
        "'components' needs media from an archive's package",
        components.items.first?.origin ?? components.origin)
    }
    for key in ["iso", "kernel", "initrd", "image"] {
      if let file = media[key] { check(file, key, media) }
    }
    checkPath(installer["tree"], media)
    for name in installer["repositories"]?.members?.keys ?? [] {
      checkPath(installer["repositories"]?[name], media)
    }
  }

  private mutating func check(_ file: Value, _ key: String, _ media: Value) {
    checkPath(file["path"], media)
    checkPath(file["checksums"]?["path"], media)
    if let path = file["iso_path"] {
      if media["iso"] == nil { report("'iso_path' needs 'iso'", path.origin) }
      if let check = file["sha256"] ?? file["sha512"] ?? file["checksums"] ?? file["size"] {
        report("'\(key)' is in the CD image, which is checked as a whole", check.origin)
      }
    } else if key != "iso", let iso = media["iso"] {
      report("with 'iso', '\(key)' needs 'iso_path'", iso.origin)
    }
    let checks = ["sha256", "sha512", "checksums"].filter { file[$0] != nil }
    if checks.count > 1, let second = file[checks[0]] {
      report("'\(key)' has both '\(checks[0])' and '\(checks[1])'; leave one out", second.origin)
    }
    if file["checksums"] ?? file["sha512"] != nil, let local = file["file"] {
      report("'\(key)' is a file of this host; pin it with 'sha256'", local.origin)
    }
    for place in ["url", "path"] where file[place] != nil && checks.isEmpty {
      report("'\(key)' has '\(place)' and so needs 'sha256', 'sha512' or 'checksums'", file.origin)
    }
  }

  private mutating func checkPath(_ path: Value?, _ media: Value) {
    guard let path, media.list("mirrors").isEmpty else { return }
    report("a path below the mirrors needs 'mirrors'", path.origin)
  }
}

extension Installer.Kind {
  /// The keys below `media`, one of which says where it comes from.
  fileprivate var media: [String] {
    switch self {
    case .debianInstaller: ["package", "kernel"]
    case .anaconda, .subiquity: ["kernel"]
    case .image: ["image"]
    case .bootstrap: ["suite"]
    }
  }

  /// The keys beside `media` that only an installer reads.
  fileprivate var unread: [String] {
    switch self {
    case .debianInstaller, .anaconda, .subiquity: []
    case .image: ["answers", "memory", "kernel_arguments"]
    case .bootstrap: ["memory", "kernel_arguments", "tree", "repositories"]
    }
  }
}
