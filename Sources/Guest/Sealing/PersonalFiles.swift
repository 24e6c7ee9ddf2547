/// What cleaning resets since each machine must have its own, for whoever looks whether that was done.
public struct PersonalFile: Hashable, Sendable {
  /// What it is, in words.
  public let title: String
  /// Shell patterns of absolute paths.
  public let patterns: [String]
  /// One of these is in a file that was made up; none: any file was.
  public let markers: [String]

  /// All but what cleaning leaves where it is: that is named in a warning when a layer is made.
  public static let all: [PersonalFile] =
    Identity.all.filter { !$0.stays }.map {
      PersonalFile(title: $0.title, patterns: $0.files, markers: $0.markers)
    }
    + Residue.all.filter { $0.title == "random seed and host secrets" }.map { residue in
      let patterns = residue.actions.compactMap { if case .remove(let pattern) = $0 { pattern } else { nil } }
      return PersonalFile(title: residue.title, patterns: patterns, markers: [])
    }
}
