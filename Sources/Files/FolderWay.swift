import Foundation

/// The way to a folder: all that the system passes on it, links and what they lead through included.
enum FolderWay {
  /// What is passed on a way, or ends it.
  struct Step {
    let path: String
    let status: stat
    var isLink: Bool { status.st_mode & S_IFMT == S_IFLNK }
  }

  /// As many as the system follows; path_resolution(7).
  private static let mostLinks = 40

  /// All before the folder itself, which need not be reached without links.
  ///
  /// - Throws: `FileError` for what cannot be looked at.
  static func steps(to path: String) throws(FileError) -> [Step] {
    var steps: [Step] = []
    var names = components(path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)")
    var place = "/"
    var links = 0
    while true {
      let step = try look(at: place)
      if step.isLink {
        links += 1
        guard links <= mostLinks, let target = readLink(place) else {
          throw FileError("cannot look at \(path)", reason: "\(place) is a link that leads nowhere")
        }
        steps.append(step)
        names = components(target) + names
        place = target.hasPrefix("/") ? "/" : folder(of: place)
        continue
      }
      guard !names.isEmpty else { return steps }
      steps.append(step)
      let name = names.removeFirst()
      place = name == ".." ? folder(of: place) : place == "/" ? "/\(name)" : "\(place)/\(name)"
    }
  }

  private static func components(_ path: String) -> [String] {
    path.split(separator: "/").map(String.init).filter { $0 != "." }
  }

  private static func readLink(_ path: String) -> String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: path)
  }

  private static func look(at path: String) throws(FileError) -> Step {
    var status = stat()
    guard lstat(path, &status) == 0 else { throw .system("cannot look at \(path)", path) }
    return Step(path: path, status: status)
  }
}
