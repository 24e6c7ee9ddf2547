import Families
internal import Foundation
internal import XML

/// What a repository's `repomd.xml` lists: its metadata files by type.
///
/// The format is createrepo_c's: `<repomd><data type><checksum type/><location href/><size/>…`.
struct RepositoryContents {
  /// One file of metadata.
  struct File: Hashable {
    /// Below the repository's folder.
    var path = ""
    var sha256 = ""
    /// Bytes; nil where it is not said.
    var size: Int64?
  }

  private let files: [String: File]
  /// When the newest of all its files was made; nil where that is not said.
  let date: Date?

  /// - Parameter url: where it is from, for messages.
  /// - Throws: `MediaError.malformed`.
  init(_ text: [UInt8], url: String) throws(MediaError) {
    let handler = Handler()
    do throws(XMLError) { try readXML(text, url, handler) } catch { throw MediaError(error) }
    if let fault = handler.fault { throw .malformed(what: url, reason: fault) }
    files = handler.files
    date = handler.seconds.max().map { Date(timeIntervalSince1970: $0) }
    for (type, file) in files where ["primary", "updateinfo"].contains(type) {
      guard file.path.isInside, file.sha256.isSHA256 else {
        throw .malformed(what: url, reason: "no place inside the repository, or no SHA-256, for '\(type)'")
      }
    }
  }

  /// The file of this type, such as `primary`.
  func file(_ type: String) -> File? { files[type] }

  private final class Handler: XMLHandler {
    var files: [String: File] = [:]
    /// Times of all files, since 1970.
    var seconds: [Double] = []
    /// A number that is none.
    var fault: String?
    private var type = ""
    private var file = File()
    private var field: Field?
    private var content = ""

    private enum Field: String {
      case checksum, size, timestamp
    }

    func start(_ element: XMLElement, depth: Int) {
      if depth == 2 { (type, file) = (element.attribute("type") ?? "", File()) }
      guard depth == 3 else { return }
      if element.isNamed("location") { file.path = element.attribute("href") ?? "" }
      field = nil
      if element.isNamed("checksum"), element.attribute("type") == "sha256" { field = .checksum }
      if element.isNamed("size") { field = .size }
      if element.isNamed("timestamp") { field = .timestamp }
      content = ""
    }

    func text(_ bytes: UnsafeRawBufferPointer) {
      if field != nil { content += String(decoding: bytes, as: UTF8.self) }
    }

    func end(depth: Int) {
      if depth == 2, !type.isEmpty { files[type] = file }
      guard depth == 3, let field else { return }
      take(trimmed(content[...]), as: field)
      self.field = nil
    }

    private func take(_ value: String, as field: Field) {
      switch field {
      case .checksum: file.sha256 = value.lowercased()
      case .size: file.size = number(value, field).map { Int64($0) }
      // With a fraction, where an old createrepo wrote it.
      case .timestamp: if let time = number(value, field) { seconds.append(time) }
      }
    }

    private func number(_ text: String, _ field: Field) -> Double? {
      guard !text.isEmpty else { return nil }
      // As many as a Double counts exactly, and fewer than break any sum.
      guard let number = Double(text), (0...0x1p53).contains(number) else {
        fault = "bad \(field.rawValue) of '\(type)': '\(text)'"
        return nil
      }
      return number
    }
  }
}

/// Reads a repository's list of packages, `primary.xml`.
///
/// The format is createrepo_c's: `<metadata><package><name/><arch/><version epoch ver rel/>…`.
final class PrimaryReader: XMLHandler {
  private let names: Set<String>
  private(set) var packages: [InstalledPackage] = []
  private var package = InstalledPackage(name: "", version: "", architecture: "")
  private var field: WritableKeyPath<InstalledPackage, String>?

  /// - Parameter names: of the packages wanted.
  init(names: Set<String>) { self.names = names }

  func start(_ element: XMLElement, depth: Int) {
    if depth == 2 { package = InstalledPackage(name: "", version: "", architecture: "") }
    guard depth == 3 else { return }
    if element.isNamed("name") {
      field = \.name
    } else if element.isNamed("arch") {
      field = \.architecture
    } else if element.isNamed("version") {
      package.version = element.packageVersion(version: "ver", release: "rel")
    }
  }

  func text(_ bytes: UnsafeRawBufferPointer) {
    if let field { package[keyPath: field] += String(decoding: bytes, as: UTF8.self) }
  }

  func end(depth: Int) {
    if depth == 3 { field = nil }
    if depth == 2, names.contains(package.name) { packages.append(package) }
  }
}

/// Reads the names of a repository's packages from `primary.xml`, and of what they provide
/// (`<package><format><rpm:provides><rpm:entry name/>…`).
final class PrimaryNamesReader: XMLHandler {
  private(set) var names: Set<String> = []
  private var name: String?
  private var isProvided = false

  func start(_ element: XMLElement, depth: Int) {
    if depth == 3, element.isNamed("name") { name = "" }
    if depth == 4 { isProvided = element.isNamed("provides") }
    guard depth == 5, isProvided, let provided = element.attribute("name") else { return }
    // Libraries and modules of languages are no names that a recipe may ask for.
    if !provided.contains("(") { names.insert(provided) }
  }

  func text(_ bytes: UnsafeRawBufferPointer) {
    if name != nil { name? += String(decoding: bytes, as: UTF8.self) }
  }

  func end(depth: Int) {
    guard depth == 3, let name else { return }
    names.insert(name)
    self.name = nil
  }
}

extension XMLElement {
  /// `[EPOCH:]VERSION-RELEASE` of the attributes of these names.
  func packageVersion(version: StaticString, release: StaticString) -> String {
    let epoch = attribute("epoch").flatMap { ["", "0"].contains($0) ? nil : "\($0):" } ?? ""
    return epoch + (attribute(version) ?? "") + "-" + (attribute(release) ?? "")
  }
}

/// Reads a repository's advisories, `updateinfo.xml`: which versions of packages close holes.
///
/// The format is createrepo_c's: `<updates><update type="security"><pkglist><collection><package name epoch version release
/// arch/>…`.
final class UpdateInfoReader: XMLHandler {
  private let names: Set<String>
  private(set) var fixes: [InstalledPackage] = []
  private var isSecurity = false

  /// - Parameter names: of the packages wanted.
  init(names: Set<String>) { self.names = names }

  func start(_ element: XMLElement, depth: Int) {
    if depth == 2 { isSecurity = element.attribute("type") == "security" }
    guard isSecurity, depth == 5, element.isNamed("package"), let name = element.attribute("name"),
      names.contains(name)
    else { return }
    let version = element.packageVersion(version: "version", release: "release")
    fixes.append(
      InstalledPackage(name: name, version: version, architecture: element.attribute("arch") ?? ""))
  }

  func text(_ bytes: UnsafeRawBufferPointer) {}

  func end(depth: Int) {}
}
