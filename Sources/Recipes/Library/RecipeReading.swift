import Diagnostics
import YAML

/// Reads the YAML file of a recipe or a site.
enum RecipeReading {
  /// The document of a file; nil for an empty one.
  ///
  /// - Throws: why it cannot be read, or is not YAML.
  static func document(_ path: String) throws(Diagnostics) -> Node? {
    let bytes = try bytes(path)
    do {
      return try parseYAML(bytes, file: path).flatMap { $0.isEmpty ? nil : $0 }
    } catch {
      throw Diagnostics(error)
    }
  }

  /// A fault of a file as a whole.
  static func fault(_ path: String, _ message: String) -> Diagnostics {
    Diagnostics(Diagnostic(message, at: Location(file: path, line: 1, column: 1)))
  }

  private static func bytes(_ path: String) throws(Diagnostics) -> [UInt8] {
    var found: HostFile.Status?
    do {
      let status = try HostFile.status(path)
      found = status
      // A pipe or a device might never end, or never begin.
      if status.kind == .file { return try HostFile.read(path, limit: Limits.standard.bytes) }
    } catch {
      throw fault(path, "cannot be read: \(error)")
    }
    throw fault(
      path, found?.kind == .folder ? "a folder, where a YAML file was expected" : "not a regular file")
  }
}
