import Console
import Foundation

/// Finds the folder of the shipped recipes.
enum ShippedLibrary {
  /// `--library`, then `KILN_LIBRARY`, then `share/kiln` beside the program, then the checkout that it was built in.
  ///
  /// - Throws: `HostProblem` when there is none.
  static func find(_ arguments: Arguments, in context: Context) throws -> String {
    if let given = arguments.value(SharedOptions.library) ?? context.environment["KILN_LIBRARY"],
      !given.isEmpty
    {
      guard isLibrary(given) else {
        throw HostProblem(message: "\(given) is no library: it has no folder 'distributions'")
      }
      return given
    }
    let program = URL(fileURLWithPath: context.executable).resolvingSymlinksInPath()
    let folder = program.deletingLastPathComponent()
    let beside = folder.appendingPathComponent("../share/kiln").standardized.path
    if isLibrary(beside) { return beside }
    var above = folder
    while above.path != "/" {
      if isLibrary(above.path) { return above.path }
      above.deleteLastPathComponent()
    }
    throw HostProblem(
      message:
        "the shipped recipes were not found beside \(program.path); name their folder with --library or KILN_LIBRARY"
    )
  }

  private static func isLibrary(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: "\(path)/distributions", isDirectory: &isFolder)
      && isFolder.boolValue
  }
}
