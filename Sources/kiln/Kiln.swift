import Commands
import Foundation

/// The program; everything it does is in `Commands`.
@main
struct Kiln {
  static func main() async {
    exit(await runKiln(Array(CommandLine.arguments.dropFirst()), executable: ownPath))
  }

  /// The program's file, however it was found.
  private static var ownPath: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
  }
}
