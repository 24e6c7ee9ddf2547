/// What a system leaves behind that belongs to one machine, or to nobody: what sealing takes out of an image.
struct Residue: Sendable {
  /// What it is, for the log.
  let title: String
  let actions: [Action]

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
