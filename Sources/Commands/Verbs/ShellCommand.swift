import Console
import Factory
import Imaging
import Glibc

enum ShellCommand: Command {
  private static let failed = Option.flag(
    "failed", help: "open the failed build of a recipe that 'build --keep-failed' kept")
  private static let boot = Option.flag(
    "boot", help: "boot the disks, with the serial console on the terminal")
  private static let command = Option.value(
    "command", short: "c", "SCRIPT", help: "run this in the system with /bin/sh, print its output, and leave")

  static let verb = Verb(
    "shell", summary: "look into a layer, an image or a failed build",
    discussion:
      "Nothing is changed: all that is written is thrown away at the end. Without --boot or --command it is libguestfs' "
      + "rescue shell, with the system mounted at /sysroot. "
      + "With --command, any failure of the script is exit status 1. 'kiln run' boots images, too, and does more with them.",
    positional: Positional(
      "LAYER|IMAGE", .one,
      help:
        "a recipe's name, for its last layer; the first digits of a layer's key; or the path of an image's descriptor or disk"
    ),
    options: [
      failed, boot, command, SharedOptions.accelerator, SharedOptions.store,
    ],
    example: Verb.Example("kiln shell web --command 'nginx -T'", "prints the web server's settings"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    if arguments.has(boot), arguments.has(command) {
      throw UsageError("--boot and --command exclude one another", command: "kiln shell")
    }
    let name = arguments.positionals[0]
    let store = try arguments.store(in: context)
    let source =
      arguments.has(failed) ? try store.failedSource(name) : try store.source(name, prefersLayer: true)
    let shell = Shell(store: store, host: arguments.host)
    if let script = arguments.value(command) {
      // It takes seconds before the script says anything.
      context.say("opening \(source.title): an appliance is started to look into it")
      let status = try await shell.run(script, in: source) { context.pass(on: "\($0)\n") }
      return status == 0 ? .done : .failed
    }
    guard isatty(STDIN_FILENO) == 1 else {
      throw UsageError("a shell needs a terminal; use --command in a script", command: "kiln shell")
    }
    context.say("\(source.title): what you change is thrown away at the end")
    if arguments.has(boot) {
      let teller = RunTeller(context: context)
      let run = ImageRun(store: store, host: arguments.host) { teller.tell($0) }
      _ = try await run.run(source, as: ImageRun.Wishes())
    } else {
      context.say("'chroot /sysroot' goes into the system, 'exit' leaves")
      try await shell.rescue(source)
    }
    return .done
  }
}
