/// How the bytes of an image's files are shared out. A file with several names counts once.
extension ImageContents {
  /// Bytes of all files together.
  public var bytes: UInt64 { counted.reduce(0) { $0 + $1.value.size } }

  private var counted: some Sequence<(key: String, value: ContentsFile)> {
    files.lazy.filter { $0.value.kind == .file && $0.value.sameAs == nil }
  }

  /// Bytes below each folder, without those that are deeper than that.
  ///
  /// - Parameters:
  ///   - depth: how many names a folder's path has at most; what is below counts for that folder.
  ///   - isCounted: whether a path counts.
  public func bytesByFolder(depth: Int, where isCounted: (String) -> Bool = { _ in true }) -> [String: UInt64]
  {
    var found: [String: UInt64] = [:]
    for (path, file) in counted where isCounted(path) {
      let names = path.split(separator: "/").dropLast().prefix(depth)
      found["/" + names.joined(separator: "/"), default: 0] += file.size
    }
    return found
  }

  /// Bytes of each package's files, by the package's name, and of those that belong to none.
  public var bytesByPackage: (packages: [String: UInt64], others: UInt64) {
    var packages: [String: UInt64] = [:]
    var seen: Set<String> = []
    for package in self.packages {
      for path in package.files ?? [] {
        guard let file = files[path], file.kind == .file, seen.insert(file.sameAs ?? path).inserted else {
          continue
        }
        packages[package.name, default: 0] += file.size
      }
    }
    return (packages, bytes - packages.values.reduce(0, +))
  }
}
