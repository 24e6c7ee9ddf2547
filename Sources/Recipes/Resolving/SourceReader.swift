import Digests

/// Finds the files that recipes name, keeps them within their recipe folder, and digests each once.
final class SourceReader {
  /// Why a file cannot be used; the whole message.
  struct Fault: Error {
    let message: String
    var isOfSize = false
  }

  /// How large something may be, and why.
  struct Limit {
    let bytes: Int64
    /// Completes "has 3 TiB, …".
    let reason: String

    static let text = Limit(bytes: textLimit, reason: "and a text may have 1 MiB")
    static let script = Limit(
      bytes: 64 << 20,
      reason: "and a script may have 64 MiB: copy what is large under 'files', and run it by a script")
    static let keyring = Limit(bytes: 64 << 20, reason: "and a keyring may have 64 MiB")
    static let medium = Limit(bytes: 64 << 30, reason: "and a medium may have 64 GiB")

    /// - Parameter sizes: of the disks.
    static func disks(_ sizes: [UInt64]) -> Limit {
      let total = Int64(clamping: sizes.reduce(UInt64(0)) { $0.addingReportingOverflow($1).partialValue })
      guard total > 0 else { return Limit(bytes: 64 << 30, reason: "and no disk has a size") }
      let text = ByteSize.text(UInt64(total))
      return Limit(bytes: total, reason: "more than the \(text) of all disks under 'hardware'")
    }

    func check(_ size: Int64, _ written: String) throws(Fault) {
      guard size > bytes else { return }
      throw Fault(message: "'\(written)' has \(ByteSize.text(UInt64(size))), \(reason)", isOfSize: true)
    }
  }

  /// What a path may lead to.
  enum Wanted {
    case file, fileOrFolder
  }

  /// A path as written, and the folder it was written in.
  private struct Request: Hashable {
    let written: String
    let folder: String
    let limit: String
  }

  /// What a path led to, and its bytes.
  private struct Found {
    let source: Source
    let size: Int64
  }

  /// Bytes of a text, such as an answer file or a certificate.
  static let textLimit: Int64 = 1 << 20

  /// Before a path that starts from the folder of what is shipped with Kiln.
  static let shippedPrefix = "kiln:"

  private let shipped: RecipeFolder?
  private var known: [Request: Result<Found, Fault>] = [:]
  private var answers: [String: Installer.PartialAnswers] = [:]
  private var heads: [String: ProgramHead?] = [:]
  private var realFolders: [String: String] = [:]

  init(shipped: RecipeFolder?) {
    self.shipped = shipped
  }

  /// A file or folder, by its path as written in a recipe.
  ///
  /// - Parameter limit: the bytes that it may have; nothing larger is read.
  func source(
    _ written: String, of recipe: RecipeFile, _ wanted: Wanted, limit: Limit
  ) throws(Fault) -> Source {
    let request = Request(written: written, folder: recipe.folder, limit: recipe.root.path)
    let found: Found
    if let before = known[request] {
      found = try before.get()
    } else {
      let result = Result { () throws(Fault) in try find(written, of: recipe, limit) }
      // Another recipe may have room for it.
      if case .failure(let fault) = result, fault.isOfSize { throw fault }
      known[request] = result
      found = try result.get()
    }
    try limit.check(found.size, written)
    let source = found.source
    if case .folder = source.content, wanted == .file {
      throw Fault(message: "'\(written)' is a folder, where a file is needed")
    }
    return source
  }

  /// How a program begins; nil where it cannot be read.
  func head(of path: String) -> ProgramHead? {
    if let known = heads[path] { return known }
    let head = try? ProgramHead(HostFile.read(path, limit: 64 << 10))
    heads[path] = .some(head)
    return head
  }

  /// A partial answer file, by its path as written.
  func answers(_ written: String, of recipe: RecipeFile) throws(Fault) -> Installer.PartialAnswers {
    let path = try source(written, of: recipe, .file, limit: .text).path
    if let known = answers[path] { return known }
    let found = Installer.PartialAnswers(path: path, text: try answerText(written, at: path))
    answers[path] = found
    return found
  }

  /// The text of an answer file. Installers read bytes, and leave comments out: these alone may be in another encoding, and are
  /// read as Latin-1 then.
  private func answerText(_ written: String, at path: String) throws(Fault) -> String {
    let bytes = try bytes(written, at: path)
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var lines: [String] = []
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let isComment = line.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") } == UInt8(ascii: "#")
      if let text = String(validating: line, as: UTF8.self) {
        lines.append(text)
      } else if isComment {
        lines.append(String(String.UnicodeScalarView(line.map { Unicode.Scalar($0) })))
      } else {
        throw Fault(message: "'\(written)' is not text in UTF-8: line \(lines.count + 1)")
      }
    }
    return lines.joined(separator: "\n")
  }

  /// The text of a file that is small enough to be held in memory.
  func text(_ written: String, at path: String) throws(Fault) -> String {
    guard let text = String(validating: try bytes(written, at: path), as: UTF8.self) else {
      throw Fault(message: "'\(written)' is not text in UTF-8")
    }
    return text
  }

  private func bytes(_ written: String, at path: String) throws(Fault) -> [UInt8] {
    let limit = Int(Self.textLimit)
    let bytes: [UInt8]
    do {
      bytes = try HostFile.read(path, limit: limit)
    } catch {
      throw Fault(message: "'\(written)' cannot be read: \(error)")
    }
    guard bytes.count <= limit else { throw Fault(message: "'\(written)' has more than \(limit) bytes") }
    return bytes
  }

  /// A media file of this host, which may lie anywhere; digested unless the recipe pins its digest.
  func media(
    _ written: String, sha256 pinned: String?, of recipe: RecipeFile, limit: Limit
  ) throws(Fault) -> Installer.MediaFile {
    let file = try file(written, sha256: pinned, of: recipe, limit)
    return Installer.MediaFile(addresses: [file.path], check: .sha256(file.sha256))
  }

  /// A file of public keys, which may lie anywhere on this host.
  func keyring(_ written: String, of recipe: RecipeFile) throws(Fault) -> (path: String, sha256: String) {
    try file(written, sha256: nil, of: recipe, .keyring)
  }

  private func file(
    _ written: String, sha256 pinned: String?, of recipe: RecipeFile, _ limit: Limit
  ) throws(Fault) -> (path: String, sha256: String) {
    do {
      let path = try HostFile.realPath(FilePath.join(recipe.folder, written))
      let status = try HostFile.status(path)
      guard status.kind == .file else { throw Fault(message: "'\(written)' is not a regular file") }
      try limit.check(status.size, written)
      return (path, try pinned ?? sha256(file: path))
    } catch let fault as Fault {
      throw fault
    } catch {
      throw Fault(message: "'\(written)' cannot be read: \(error)")
    }
  }

  private func find(_ written: String, of recipe: RecipeFile, _ limit: Limit) throws(Fault) -> Found {
    let (root, path) = try locate(written, of: recipe)
    let (content, metadata, size) = try content(path, in: root, written, limit)
    let source = Source(written: written, path: path, content: content, metadata: metadata)
    return Found(source: source, size: size)
  }

  /// The root and path that a written path means, links not yet looked at.
  private func locate(_ written: String, of recipe: RecipeFile) throws(Fault) -> (RecipeFolder, String) {
    if written.hasPrefix(Self.shippedPrefix) {
      guard let shipped else {
        throw Fault(message: "'\(written)': the files shipped with Kiln were not found")
      }
      let rest = String(written.dropFirst(Self.shippedPrefix.count))
      return (shipped, try path(rest, from: shipped.path, in: shipped, written))
    }
    return (recipe.root, try path(written, from: recipe.folder, in: recipe.root, written))
  }

  private func path(
    _ relative: String, from folder: String, in root: RecipeFolder, _ written: String
  ) throws(Fault) -> String {
    guard !relative.hasPrefix("/") else {
      throw Fault(message: "'\(written)' is an absolute path; write it from the recipe's folder")
    }
    guard FilePath.isInside(FilePath.join(try realFolder(folder), relative), root.realPath) else {
      throw outside(written, root)
    }
    return FilePath.join(folder, relative)
  }

  private func realFolder(_ folder: String) throws(Fault) -> String {
    if let known = realFolders[folder] { return known }
    do {
      let real = try HostFile.realPath(folder)
      realFolders[folder] = real
      return real
    } catch {
      throw Fault(message: "'\(folder)' cannot be read: \(error)")
    }
  }

  private func outside(_ written: String, _ root: RecipeFolder) -> Fault {
    // Where distributions and what they share stand side by side, as 'kiln export' copies them.
    let isExport = root.realPath.hasSuffix("/distributions")
    let hint = isExport ? "; name the folder above it with --recipes" : ""
    return Fault(message: "'\(written)' lies outside the recipe folder '\(root.path)'\(hint)")
  }

  private func content(
    _ path: String, in root: RecipeFolder, _ written: String, _ limit: Limit
  ) throws(Fault) -> (Source.Content, Source.Metadata, size: Int64) {
    do {
      guard FilePath.isInside(try HostFile.realPath(path), root.realPath) else {
        throw outside(written, root)
      }
      let status = try HostFile.status(path)
      let content: Source.Content
      let size: Int64
      switch status.kind {
      case .file:
        size = status.size
        try limit.check(size, written)
        content = .file(sha256: try sha256(file: path), mode: status.mode)
      case .folder:
        size = try FolderWalk.size(of: path)
        try limit.check(size, written)
        content = .folder(mode: status.mode, try FolderWalk.entries(of: path))
      case .other: throw Fault(message: "'\(written)' is neither a file nor a folder")
      }
      return (content, try HostFile.metadata(try HostFile.realPath(path), status.kind), size)
    } catch let fault as Fault {
      throw fault
    } catch let failure as HostFile.Failure {
      let place = path == written ? "" : " (\(path))"
      throw Fault(message: "'\(written)': \(failure)\(place)")
    } catch {
      throw Fault(message: "'\(written)': \(error)")
    }
  }
}
