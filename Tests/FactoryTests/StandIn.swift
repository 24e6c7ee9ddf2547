import Foundation
import Subprocess

/// The stand-in installer of Tests/StandIn, built when its inputs have changed.
struct StandIn {
  let kernel: String
  let initrd: String

  /// - Throws: `SubprocessError` with what is missing on this machine.
  static func build() async throws -> StandIn {
    // Of a file in Tests/X; where the link leads does not matter.
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let cache = tests.deletingLastPathComponent().appending(path: ".build/stand-in").path
    try await checked(Command(tests.appending(path: "StandIn/build.sh").path, [cache]))
    return StandIn(kernel: cache + "/vmlinuz", initrd: cache + "/initrd.gz")
  }

  /// The kernel command line that gives it its answer file, as the installers get theirs.
  static func commandLine(answers url: String) -> String {
    "console=tty0 console=ttyS0 url=\(url) --- quiet"
  }
}
