/// A path in an image, as far as it can be judged without the image.
public enum ImagePath {
  /// Linux' limits (limits.h): bytes of a name, and of a path without its NUL.
  static let longestName = 255
  public static let longestPath = 4095

  /// Completes "'to' …"; nil for a path that will do.
  public static func problem(_ path: String) -> String? {
    let parts = path.split(separator: "/")
    if parts.contains("..") { return "must not contain '..'" }
    if path.utf8.count > longestPath { return "has more than \(longestPath) bytes" }
    if let name = parts.first(where: { $0.utf8.count > longestName }) {
      return "has a name of more than \(longestName) bytes: '\(name.prefix(40))…'"
    }
    guard let first = parts.first(where: { $0 != "." }) else { return nil }
    if kernels.contains(first) {
      return "lies in '/\(first)', which the kernel fills: nothing there is on a disk"
    }
    if first == "run" { return "lies in '/run', which is emptied at every boot" }
    return nil
  }

  private static let kernels: Set<Substring> = ["proc", "sys", "dev"]
}
