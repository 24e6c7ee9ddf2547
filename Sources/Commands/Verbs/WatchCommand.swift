import Console
import Foundation
import Roots

enum WatchCommand: Command {
  private static let screen = Option.value(
    "screen", "FILE", help: "write what the machine's screen shows to this PNG file, anew each second")

  static let verb = Verb(
    "watch", summary: "look on while an installer runs: its serial console, its phases and its screen",
    discussion:
      "The build goes on as if nobody looked, and one can look on at a time. What runs in libguestfs, such as steps, "
      + "is shown by 'kiln log NAME --follow'.",
    positional: Positional("NAME", .one, help: "the appliance that is built"),
    options: [screen, SharedOptions.store],
    example: Verb.Example(
      "kiln watch debian-13 --screen screen.png", "shows the install of debian-13 until it ends"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let name = arguments.positionals[0]
    let store = try arguments.store(in: context)
    guard let onlooker = try await InstallOnlooker.attach(to: name, of: store) else {
      let running = InstallOnlooker.running(in: store)
      context.say(
        running.contains(name)
          ? "kiln: somebody looks on at \(name) already, or its install has just ended"
          : "kiln: no installer of '\(name)' runs in \(store.root)"
            + (running.isEmpty ? "" : "; there are those of \(running.joined(separator: ", "))"))
      return .failed
    }
    let file = arguments.value(screen).map { URL(fileURLWithPath: $0).path }
    try await onlooker.follow(
      screen: file, onText: { context.pass(on: $0) }, onPhase: { context.say("== \($0)") })
    return .done
  }
}
