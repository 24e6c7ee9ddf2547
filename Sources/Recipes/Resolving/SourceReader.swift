import Digests

/// Finds the files that recipes name, keeps them within their recipe folder, and digests each once.
final class SourceReader {
  /// Why a file cannot be used; the whole message.
  struct Fault: Error {
    let message: String
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

  /// Before a path that starts from the folder of what is shipped with Kiln.
  static let shippedPrefix = "kiln:"

  private let shipped: RecipeFolder?
  private var known: [Request: Result<Source, Fault>] = [:]
  private var answers: [String: Installer.PartialAnswers] = [:]
  private var realFolders: [String: String] = [:]

  init(shipped: RecipeFolder?) {
    self.shipped = shipped
  }

  /// A file or folder, by its path as written in a recipe.
  func source(_ written: String, of recipe: RecipeFile, _ wanted: Wanted) throws(Fault) -> Source {
    let request = Request(written: written, folder: recipe.folder, limit: recipe.root.path)
    let source: Source
    if let found = known[request] {
      source = try found.get()
    } else {
      let found = Result { () throws(Fault) in try find(written, of: recipe) }
      known[request] = found
      source = try found.get()
    }
    if case .folder = source.content, wanted == .file {
      throw Fault(message: "'\(written)' is a folder, where a file is needed")
    }
    return source
  }

  /// A partial answer file, by its path as written.
  func answers(_ written: String, of recipe: RecipeFile) throws(Fault) -> Installer.PartialAnswers {
    let path = try source(written, of: recipe, .file).path
    if let known = answers[path] { return known }
    let found = Installer.PartialAnswers(path: path, text: try text(written, at: path))
    answers[path] = found
    return found
  }

  /// The text of a file that is small enough to be held in memory.
  func text(_ written: String, at path: String) throws(Fault) -> String {
    let limit = 1 << 20
    let bytes: [UInt8]
    do {
      bytes = try HostFile.read(path, limit: limit)
    } catch {
      throw Fault(message: "'\(written)' cannot be read: \(error)")
    }
    guard bytes.count <= limit else { throw Fault(message: "'\(written)' has more than \(limit) bytes") }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Fault(message: "'\(written)' is not text in UTF-8")
    }
    return text
  }

  /// A media file of this host, which may lie anywhere; digested unless the recipe pins its digest.
  func media(_ written: String, sha256 pinned: String?, of recipe: RecipeFile) throws(Fault)
    -> Installer.MediaFile
  {
    let file = try file(written, sha256: pinned, of: recipe)
    return Installer.MediaFile(addresses: [file.path], check: .sha256(file.sha256))
  }

  /// A file of public keys, which may lie anywhere on this host.
  func keyring(_ written: String, of recipe: RecipeFile) throws(Fault) -> (path: String, sha256: String) {
    try file(written, sha256: nil, of: recipe)
  }

  private func file(
    _ written: String, sha256 pinned: String?, of recipe: RecipeFile
  ) throws(Fault) -> (path: String, sha256: String) {
    do {
      let path = try HostFile.realPath(FilePath.join(recipe.folder, written))
      guard try HostFile.status(path).kind == .file else {
        throw Fault(message: "'\(written)' is not a regular file")
      }
      return (path, try pinned ?? sha256(file: path))
    } catch let fault as Fault {
      throw fault
    } catch {
      throw Fault(message: "'\(written)' cannot be read: \(error)")
    }
  }

  private func find(_ written: String, of recipe: RecipeFile) throws(Fault) -> Source {
    let (root, path) = try locate(written, of: recipe)
    let (content, metadata) = try content(path, in: root, written)
    return Source(written: written, path: path, content: content, metadata: metadata)
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
    Fault(message: "'\(written)' lies outside the recipe folder '\(root.path)'")
  }

  private func content(
    _ path: String, in root: RecipeFolder, _ written: String
  ) throws(Fault) -> (Source.Content, Source.Metadata) {
    do {
      guard FilePath.isInside(try HostFile.realPath(path), root.realPath) else {
        throw outside(written, root)
      }
      let status = try HostFile.status(path)
      let content: Source.Content
      switch status.kind {
      case .file: content = .file(sha256: try sha256(file: path), mode: status.mode)
      case .folder: content = .folder(mode: status.mode, try FolderWalk.entries(of: path))
      case .other: throw Fault(message: "'\(written)' is neither a file nor a folder")
      }
      return (content, try HostFile.metadata(try HostFile.realPath(path), status.kind))
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
