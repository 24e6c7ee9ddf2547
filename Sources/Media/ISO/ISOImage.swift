private import Archive

/// A CD image that files are read out of, without mounting it.
struct ISOImage {
  let path: String

  /// Copies files into a folder, each under its number. Blocks.
  ///
  /// Links are followed within the image; no path of the image ever names a file of this host.
  /// - Throws: `MediaError.absent` when the image has no such file; `ArchiveError`.
  func copy(_ wanted: [String], into folder: String) throws -> [NewFile] {
    let index = try EntryIndex(of: ArchiveReader(path: path))
    let places = try wanted.map { name in
      guard let place = try index.file(name) else {
        throw MediaError.absent(what: "file \(name)", from: path)
      }
      return place
    }
    let files = try wanted.indices.map { try NewFile("\(folder)/\($0)") }
    try forEachMember(of: ArchiveReader(path: path)) { member in
      guard member.isFile, let number = places.firstIndex(of: member.path) else { return }
      try member.copy(to: files[number])
    }
    for (name, file) in zip(wanted, files) where file.length == 0 {
      throw MediaError.malformed(what: path, reason: "\(name) is empty")
    }
    return files
  }
}
