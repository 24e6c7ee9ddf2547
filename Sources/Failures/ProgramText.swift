import Foundation

/// What programs of others print, where nothing but their text tells what happened.
public enum ProgramText {
  /// Whether it says that a disk is full: in the C library's words for `ENOSPC`, which all programs print.
  public static func saysDiskIsFull(_ text: String) -> Bool {
    text.contains(String(cString: strerror(ENOSPC)))
  }
}
