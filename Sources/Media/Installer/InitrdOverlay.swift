/// What is laid over an initrd: a second archive behind it, whose files the kernel unpacks over the first one's.
struct InitrdOverlay {
  private let base: InitrdLayout
  private var files: [String: InitrdFile] = [:]

  init(over base: InitrdLayout) {
    self.base = base
  }

  /// Adds a file, or replaces the one at its path. A folder that the initrd has already is left as it is.
  mutating func add(_ file: InitrdFile) {
    var file = file
    file.path = base.resolved(file.path)
    if file.content == .folder, base.folders.contains(file.path) || files[file.path] != nil { return }
    if file.content == .folder, base.links[file.path] != nil { return }
    files[file.path] = file
  }

  /// All files in order of their paths, each folder before what is in it.
  var entries: [InitrdFile] {
    var all = files
    for path in files.keys {
      for folder in parents(of: path) where all[folder] == nil && !base.folders.contains(folder) {
        all[folder] = InitrdFile(path: folder, mode: 0o755, content: .folder)
      }
    }
    return all.values.sorted { $0.path < $1.path }
  }
}

/// Which folders and symbolic links an initrd has.
struct InitrdLayout: Sendable {
  var folders: Set<String> = []
  /// Targets by path.
  var links: [String: String] = [:]

  /// The path with the links among its folders followed.
  ///
  /// The kernel, when it unpacks a folder where a link is, takes the link away, and with it `/bin`.
  func resolved(_ path: String) -> String {
    var done: [Substring] = []
    var rest = path.split(separator: "/")[...]
    var followed = 0
    while let next = rest.popFirst() {
      let here = (done + [next]).joined(separator: "/")
      guard !rest.isEmpty, let target = links[here], followed < 16 else {
        done.append(next)
        continue
      }
      followed += 1
      if target.hasPrefix("/") { done = [] }
      rest = (normalized(done, target) + rest)[...]
      done = []
    }
    return done.joined(separator: "/")
  }

  /// The components of a link's target, seen from the link's folder.
  private func normalized(_ folder: [Substring], _ target: String) -> [Substring] {
    var parts = folder
    for part in target.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts
  }
}

/// The folders above a path, the outermost first.
private func parents(of path: String) -> [String] {
  path.indices.filter { path[$0] == "/" }.map { String(path[..<$0]) }
}
