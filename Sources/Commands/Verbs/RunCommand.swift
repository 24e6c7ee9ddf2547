import Console
import Glibc
import Imaging
import Jobs
import Machine
import Recipes
import Synchronization

enum RunCommand: Command {
  private static let ssh = Option.flag(
    "ssh", help: "log in over SSH as soon as the machine answers, with a key made for this run")
  private static let command = Option.value(
    "command", short: "c", "SCRIPT",
    help: "run this there over SSH with /bin/sh, and end with its exit status")
  private static let user = Option.value(
    "user", "USER", help: "log in as this user, who is made where the image has none (default: root)")
  private static let limit = Option.value(
    "ssh-limit", "TIME",
    help: "how long it may take with KVM until one can log in; tenfold without (default: 3min)")
  private static let forward = Option.value(
    "forward", "HOST:GUEST", repeatable: true,
    help: "lead this port of the host's loopback address to that port of the guest, as 8080:80")
  private static let memory = Option.value(
    "memory", "SIZE", help: "the machine's memory, such as 2GiB (default: as the image is described)")
  private static let cpus = Option.value(
    "cpus", "N", help: "the machine's processors (default: as the image is described)")
  private static let firmware = Option.value(
    "firmware", "NAME", choices: Hardware.Firmware.allCases.map(\.rawValue),
    help: "what boots the image (default: as it is described, or bios)")
  private static let display = Option.value(
    "display", "NAME", choices: ImageRun.Display.allCases.map(\.rawValue),
    help: "show the screen, too: in a window, or for VNC viewers on a UNIX socket")
  private static let keep = Option.value(
    "keep", "FILE",
    help: "keep the disk: a qcow2 that stands alone; further disks go beside it; nothing is overwritten")

  static let verb = Verb(
    "run", summary: "boot an image, and use it",
    discussion:
      "The machine is as the image's descriptor says; the image stays as it is: what the machine writes is thrown away, but for "
      + "--keep. Its serial console is on the terminal; Ctrl-] has the guest switch itself off, and once more ends it at "
      + "once. Without a terminal, the console is printed as plain lines until the guest is off. With --ssh or --command "
      + "there is a shell in the machine instead, which ends with it; cloud-init must be in the image. 'kiln shell' looks "
      + "into disks without booting them.",
    positional: Positional(
      "IMAGE", .one,
      help:
        "a recipe's name, for its newest image; a build, a release (web@1.4.0) or a channel (web@stable); or the path of a "
        + "descriptor or a disk of any format"
    ),
    options: [
      ssh, command, user, limit, forward, memory, cpus, firmware, display, keep, SharedOptions.accelerator,
      SharedOptions.store,
    ],
    example: Verb.Example(
      "kiln run web --ssh --forward 8080:80", "logs in to web, whose pages are at http://127.0.0.1:8080/"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let wishes = try wishes(arguments, in: context)
    let store = try arguments.store(in: context)
    let source = try store.source(arguments.positionals[0])
    let teller = RunTeller(context: context)
    context.say(
      "\(source.title): \(wishes.keptDisk == nil ? "what it writes is thrown away" : "booting a copy")")
    let run = ImageRun(store: store, host: arguments.host) { teller.tell($0) }
    let status = try await run.run(source, as: wishes)
    return status == 0 ? .done : .ofCommand(status)
  }

  private static func wishes(_ arguments: Arguments, in context: Context) throws -> ImageRun.Wishes {
    var wishes = ImageRun.Wishes()
    wishes.memory = try arguments.size(memory, of: verb)
    wishes.cpus = try arguments.count(of: cpus, verb: verb)
    wishes.firmware = arguments.value(firmware).flatMap(Hardware.Firmware.init)
    wishes.keptDisk = arguments.value(keep)
    wishes.display = arguments.value(display).flatMap(ImageRun.Display.init)
    if let display = wishes.display, display != .vnc,
      ["DISPLAY", "WAYLAND_DISPLAY"].allSatisfy({ context.environment[$0] ?? "" == "" })
    {
      throw HostProblem(message: "there is no display for a window: use --display vnc")
    }
    wishes.forwards = try arguments.values(forward).map { text in
      guard let forward = MachineConfiguration.Forward(text) else {
        throw error("--forward takes two ports such as 8080:80, the host's first, not '\(text)'")
      }
      return forward
    }
    wishes.login = try login(arguments)
    return wishes
  }

  private static func login(_ arguments: Arguments) throws -> ImageRun.Login? {
    guard arguments.has(ssh) || arguments.has(command) else {
      for option in [user, limit] where arguments.has(option) {
        throw error("--\(option.name) is about logging in: give --ssh or --command, too")
      }
      return nil
    }
    var login = ImageRun.Login(script: arguments.value(command))
    if login.script == nil, isatty(STDIN_FILENO) != 1 {
      throw error("a shell needs a terminal; use --command in a script")
    }
    login.limit = try arguments.duration(limit, of: verb) ?? login.limit
    if let name = arguments.value(user) {
      guard AccountName(name) != nil else {
        throw error("--user takes \(AccountName.form.meaning), not '\(name)'")
      }
      login.user = name
    }
    return login
  }

  private static func error(_ message: String) -> UsageError { UsageError(message, command: "kiln run") }
}

/// Tells people how a run goes on.
final class RunTeller: Sendable {
  private let context: Context
  /// Seconds of the last line about waiting.
  private let lastTold = Mutex<Int64>(0)
  private static let interval: Int64 = 30

  init(context: Context) {
    self.context = context
  }

  func tell(_ news: ImageRun.News) {
    switch news {
    case .screen(let socket):
      context.say(
        "its screen is for VNC viewers at \(socket): 'vncviewer \(socket)'; from elsewhere, "
          + "'ssh -L 5999:\(socket) THIS-HOST', then 'vncviewer localhost:5999'")
    case .console(true):
      context.say(
        "Ctrl-] ends it; for the console to know this terminal's size, type there: "
          + "stty rows \(context.output.height) cols \(context.output.width)")
    case .console(false): break
    case .powersDown(let time): context.say("the guest is to switch itself off, within \(formatted(time))")
    case .kept(let paths): context.say("kept in \(paths.joined(separator: ", "))")
    case .ssh(let progress): tell(progress)
    }
  }

  private func tell(_ progress: SSHProgress) {
    switch progress {
    case .waiting(let time, let console):
      let isDue = lastTold.withLock { last in
        guard time.components.seconds - last >= Self.interval else { return false }
        last = time.components.seconds
        return true
      }
      if isDue {
        context.say("no SSH after \(formatted(time))" + (console.isEmpty ? "" : ": \(console.prefix(100))"))
      }
    case .answers(let time): context.say("SSH answers after \(formatted(time))")
    case .loggedIn(let time): context.say("logged in after \(formatted(time))")
    }
  }
}
