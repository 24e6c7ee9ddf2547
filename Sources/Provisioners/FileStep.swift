public import Recipes

/// A file, or a folder with all in it, copied into the image.
public struct FileStep: ProvisionerKind {
  /// The source as read while the recipe was loaded; a folder's entries are sorted by path.
  public var source: Source
  /// Absolute path in the image.
  public var destination: String
  /// Permission bits; nil takes the source's own.
  public var mode: UInt16?
  /// `user` or `user:group`; nil is `root:root`.
  public var owner: String?

  public init(source: Source, destination: String, mode: UInt16? = nil, owner: String? = nil) {
    self.source = source
    self.destination = destination
    self.mode = mode
    self.owner = owner
  }

  public static let field = Field(
    "files", .list(of: .record(file), identity: ["to"]), "Files and folders to copy.")
  public static let hasShortForm = true
  /// Each file is a step.
  public static let encodedName = "file"

  private static let file = MappingShape([
    Field(
      "source", .text(.path),
      "A file or folder, by its path from the recipe; `kiln:PATH` is a file shipped with Kiln.",
      required: true),
    Field(
      "to", .text(.absolutePath),
      "Where it goes in the image; `/` lays a folder over the whole system. Links to folders on the way are followed.",
      required: true),
    Field(
      "mode", .text(.mode),
      "Permission bits in octal; the source's own when left out. A folder that is there already keeps its own."
    ),
    Field("owner", .text(.owner), "`user` or `user:group`; root when left out."),
  ])

  public var title: String { "file \(source.written)" }

  public var placedPaths: [String] {
    guard case .folder(_, let entries) = source.content else { return [destination] }
    return ["\(destination)/"]
      + entries.map { entry in
        if case .folder = entry.kind {
          "\(destination)/\(entry.path)/"
        } else {
          "\(destination)/\(entry.path)"
        }
      }
  }

  public func reading(_ place: (Source) -> String) -> Self {
    var step = self
    step.source.path = place(source)
    return step
  }

  public func inputs(secrets: [String: String]) -> [Input] {
    let mode = mode.map { "0" + String($0, radix: 8) } ?? "as is"
    let place = Input(
      "place of \(source.written)", "\(destination) mode \(mode) owner \(owner ?? "root:root")")
    return [place] + source.inputs
  }
}

// MARK: Reading

extension FileStep {
  public static func steps(_ item: Value, _ reader: inout ApplianceReader) -> [Step] {
    item.list(name).compactMap { file in
      read(file, &reader).map { Step($0, from: file.origin) }
    }
  }

  private static func read(_ file: Value, _ reader: inout ApplianceReader) -> FileStep? {
    if let to = file["to"], let problem = to.text.flatMap(ImagePath.problem) {
      reader.report("'to' \(problem)", at: to.origin)
    }
    guard let written = file["source"], let source = reader.fileOrFolder(written) else { return nil }
    let step = FileStep(
      source: source, destination: destination(file, of: source, &reader),
      mode: file["mode"]?.text.flatMap { UInt16($0, radix: 8) }, owner: file["owner"]?.text)
    if let owner = file["owner"], let accounts = owner.text?.split(separator: ":") {
      for account in accounts where !account.allSatisfy(\.isNumber) {
        reader.doubt(account: String(account), at: owner.origin)
      }
    }
    for problem in step.problems { reader.report(problem, at: written.origin) }
    return step
  }

  /// Where a file or folder is copied to, without a slash at the end, which only a folder may have.
  private static func destination(
    _ file: Value, of source: Source, _ reader: inout ApplianceReader
  ) -> String {
    let written = file.string("to")
    var path = written[...]
    while path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
    if case .file = source.content, path != written, let to = file["to"] {
      let name = source.path.split(separator: "/").last ?? ""
      reader.report(
        "'to: \(written)' is a folder and '\(source.written)' a file: name the file, such as '\(path)/\(name)'",
        at: to.origin)
    }
    return path.isEmpty ? "/" : String(path)
  }

  /// What must not be believed of the source: a folder on this host may hold what may not be copied as it is, without a
  /// word in the recipe.
  private var problems: [String] {
    switch source.content {
    case .file(_, let bits):
      guard mode == nil, let set = Self.setBits(bits) else { return [] }
      return ["'\(source.written)' is \(set) on this host: say under 'mode' what it is to have"]
    case .folder(_, let entries): return entries.flatMap(problems)
    }
  }

  private func problems(of entry: Source.Entry) -> [String] {
    var problems: [String] = []
    if case .file(_, let bits) = entry.kind, let set = Self.setBits(bits) {
      problems.append(
        "'\(source.written)/\(entry.path)' is \(set) on this host:"
          + " copy it by an item of its own, with a 'mode'")
    }
    if destination.utf8.count + 1 + entry.path.utf8.count > ImagePath.longestPath {
      problems.append(
        "'\(entry.path.prefix(40))…' would have a path of more than \(ImagePath.longestPath) bytes in the image"
      )
    }
    return problems
  }

  /// The owner in the image is another than here, so these bits would mean something else.
  private static func setBits(_ mode: UInt16) -> String? {
    let bits = [(UInt16(0o4000), "set-user-ID"), (0o2000, "set-group-ID")].filter { mode & $0.0 != 0 }
    return bits.isEmpty ? nil : bits.map(\.1).joined(separator: " and ") + " (mode \(String(mode, radix: 8)))"
  }
}
