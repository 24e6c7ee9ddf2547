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

  /// - Parameter url: where it is from, for messages.
  /// - Throws: `MediaError.malformed`.
  init(_ text: [UInt8], url: String) throws(MediaError) {
    let handler = Handler()
    let reader = XMLReader(url, handler)
    let result = text.withUnsafeBytes { bytes in
      Result { () throws(MediaError) in
        try reader.feed(bytes)
        try reader.finish()
      }
    }
    try result.get()
    files = handler.files
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
    private var type = ""
    private var file = File()
    private var isSHA256 = false
    private var content: String?

    func start(_ element: XMLElement, depth: Int) {
      if depth == 2 { (type, file) = (element.attribute("type") ?? "", File()) }
      guard depth == 3 else { return }
      if element.isNamed("location") { file.path = element.attribute("href") ?? "" }
      isSHA256 = element.isNamed("checksum") && element.attribute("type") == "sha256"
      content = isSHA256 || element.isNamed("size") ? "" : nil
    }

    func text(_ bytes: UnsafeRawBufferPointer) { content? += String(decoding: bytes, as: UTF8.self) }

    func end(depth: Int) {
      if depth == 2, !type.isEmpty { files[type] = file }
      guard depth == 3, let text = content else { return }
      let value = trimmed(text[...])
      if isSHA256 { file.sha256 = value.lowercased() } else { file.size = Int64(value) }
      content = nil
    }
  }
}
