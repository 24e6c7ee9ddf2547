/// One thing that sealing resets: what is found at these places is emptied or removed.
struct SealRule: Sendable {
  /// As reported, such as `shell history`.
  var name: String
  var actions: [Action]

  enum Action: Sendable {
    /// Removes what matches, folders with all they hold.
    case remove(String)
    /// Removes what matches, if it is a file and not a link.
    case removeFile(String)
    /// Makes matching files empty, their mode and owner kept.
    case empty(String)
    /// Empties every file below a folder and keeps the folders, as a service may need its own.
    case emptyBelow(String)
  }
}
