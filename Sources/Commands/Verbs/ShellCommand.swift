import Console
import Factory
import Foundation
import Glibc
import Imaging
import Storage

enum ShellCommand: Command {
  private static let failed = Option.flag(
    "failed", help: "open the failed build of a recipe that 'build --keep-failed' kept")
  private static let tried = Option.flag(
    "try",
    help: "look into the guest of a 'kiln try' of the recipe that runs in another terminal, between its tries"
  )
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
      failed, tried, boot, command, SharedOptions.accelerator, SharedOptions.store,
    ],
    example: Verb.Example("kiln shell web --command 'nginx -T'", "prints the web server's settings"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    if arguments.has(boot), arguments.has(command) {
      throw UsageError("--boot and --command exclude one another", command: "kiln shell")
    }
    let name = arguments.positionals[0]
    let store = try arguments.store(in: context)
    if arguments.has(tried) {
      if arguments.has(failed) || arguments.has(boot) {
        throw UsageError("--try excludes --failed and --boot", command: "kiln shell")
      }
      return try await visit(name, arguments.value(command), in: store, context)
    }
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

  /// Runs a script in the guest of a try, or each line that is typed.
  private static func visit(
    _ name: String, _ script: String?, in store: Store, _ context: Context
  ) async throws -> ExitStatus {
    func run(_ script: String) async throws -> Int32 {
      try await TryVisit.run(script, in: name, of: store) { context.pass(on: "\($0)\n") }
    }
    if let script { return try await run(script) == 0 ? .done : .failed }
    // Tells at once where there is nothing to look into.
    _ = try await run(":")
    let isTyped = isatty(STDIN_FILENO) == 1 && context.messages.isTerminal
    func prompt() {
      if isTyped { FileHandle.standardError.write(Data("\(name) (try)> ".utf8)) }
    }
    if isTyped { context.say("each line is run in the guest with /bin/sh; Ctrl-D leaves") }
    // On a thread of its own: an interruption does not wait for what is typed.
    let (lines, sink) = AsyncStream.makeStream(of: String.self)
    Thread {
      while let line = readLine() { sink.yield(line) }
      sink.finish()
    }.start()
    var status: Int32 = 0
    prompt()
    for await line in lines {
      if !line.allSatisfy(\.isWhitespace) {
        status = try await run(line)
        if isTyped, status != 0 { context.say("exit status \(status)") }
      }
      prompt()
    }
    try Task.checkCancellation()
    return status == 0 ? .done : .failed
  }
}
