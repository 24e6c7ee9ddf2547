/// A value that only one build knows, and that therefore is in no layer key.
public enum Placeholder: String, Hashable, Sendable, CaseIterable {
  /// The URL that the answer file is served at.
  case answers = "@KILN_ANSWERS@"
  /// The URL of the folder that the answer file and its companions are served in, with a slash at its end.
  case answersFolder = "@KILN_ANSWERS_FOLDER@"
  /// The URL below which the installer reports: `POST …/phase/NAME` for a ``Phase``, `POST …/log` for its log.
  case report = "@KILN_REPORT@"
  /// The URL of the mirror that the installer uses, without a slash at its end.
  case mirror = "@KILN_MIRROR@"
  /// Host and port of the mirror that the installer uses.
  case mirrorHost = "@KILN_MIRROR_HOST@"
  /// The path of the archive on that mirror, such as `/debian`.
  case mirrorDirectory = "@KILN_MIRROR_DIRECTORY@"
  /// The proxy for that mirror; may be filled with nothing.
  case proxy = "@KILN_PROXY@"
  /// Packages that must be named besides ``AnswerFile/packages`` because the installer's own resolver does not find them
  /// (debootstrap knows no virtual packages), parted by blanks. Never empty: with none, one that is always installed,
  /// such as `base-files`.
  case packages = "@KILN_PACKAGES@"

  static func fill(_ text: String, with values: [Placeholder: String]) -> String {
    allCases.reduce(text) { text, placeholder in
      values[placeholder].map { text.replacing(placeholder.rawValue, with: $0) } ?? text
    }
  }
}
