import Console
import Diagnostics
import Factory
import Failures
import Files
import Foundation
import Glibc
import Jobs
import Planning
import Storage
import Synchronization

enum TryCommand: Command {
  private static let once = Option.flag("once", help: "try once and leave; exit status 1 where a step fails")

  static let verb = Verb(
    "try", summary: "try a recipe's own steps, again and again, in seconds",
    discussion:
      "Opens the parent's layer once, and builds it first where it is missing. Whenever the recipe, a script or a file of it "
      + "changes, the guest goes back to before the first step that changed, and the steps from there run again. At the "
      + "prompt, Enter does so, too (all steps, where nothing has changed), 'r' begins with the first step, 'q' leaves; "
      + "anything else is run in the guest with /bin/sh. Where standard input is no terminal, its lines are read as if "
      + "typed. 'kiln shell NAME --try' looks into the guest from another terminal. Nothing that is made is kept: 'kiln build' "
      + "makes layers and images.",
    positional: Positional("NAME", .one, help: "the recipe"),
    options: SharedOptions.resolving + [
      once, SharedOptions.store, SharedOptions.offline, SharedOptions.accelerator,
    ],
    example: Verb.Example("kiln try web", "runs web's steps whenever one of its files is saved"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let teller = EventTeller(nil, in: context)
    defer { teller.stop() }
    let store = try arguments.store(in: context)
    let written = arguments.positionals[0]
    // What is wrong with the recipe, the first try says.
    let name = (try? arguments.project(in: context, store: store) { _ in }.name(of: written)) ?? written
    let warnings = Mutex<Set<String>>([])
    let trial = TryRun(
      try arguments.buildRequest([written], verb: verb), host: arguments.host,
      events: teller.tell, onLine: teller.pass
    ) {
      try arguments.project(in: context, store: store) { warning in
        // Each once, however often the recipes are read.
        if warnings.withLock({ $0.insert(warning).inserted }) { teller.say(warning) }
      }
    }
    let session = TrySession(trial: trial, name: name, store: store, context: context, teller: teller)
    let status: ExitStatus
    do {
      status = arguments.has(once) ? try await session.attempt(.all) : try await session.talk()
    } catch {
      await trial.close()
      throw error
    }
    await trial.close()
    try Task.checkCancellation()
    return status
  }
}

/// What a line at the prompt of `kiln try` asks for.
enum TryLine: Hashable {
  case again, fromTheFirst, help, leave
  case command(String)

  init(_ line: String) {
    let text = line.trimmingCharacters(in: .whitespaces)
    switch text {
    case "": self = .again
    case "r": self = .fromTheFirst
    case "?", "help": self = .help
    case "q", "quit", "exit": self = .leave
    default: self = .command(text)
    }
  }

  static let explanation = """
    Enter   try again, from the first step that changed or failed; all steps where none did
    r       try again from the first step
    q       leave
    else    is run in the guest, as it is now, with /bin/sh; the next try knows nothing of it
    """
}

/// A user, and what is tried for them.
private struct TrySession {
  let trial: TryRun
  let name: String
  let store: Store
  let context: Context
  let teller: EventTeller

  private enum Event: Sendable {
    case line(String)
    /// Of another process.
    case script(String, TryAnswer)
    case endOfInput, change
  }

  /// Tries, and does what is asked for, until it is left.
  ///
  /// - Returns: how the last try or command ended.
  func talk() async throws -> ExitStatus {
    let (events, sink) = AsyncStream.makeStream(of: Event.self)
    let watch = try FolderWatch()
    defer { watch.stop() }
    Task { for await _ in watch.changes { sink.yield(.change) } }
    let listener = listen(for: sink)
    defer { listener?.stop() }
    var status = try await attempt(.all)
    await watch.add(trial.folders)
    readInput(into: sink)
    prompt()
    for await event in events {
      switch event {
      case .endOfInput: return status
      case .change:
        takePromptAway()
        status = try await attempt(.changed, after: status)
      case .script(let script, let answer):
        try await look(script, for: answer)
        // Nothing was written here: the prompt, and what is typed, still stand.
        continue
      case .line(let line):
        switch TryLine(line) {
        case .again: status = try await attempt(.changedOrAll)
        case .fromTheFirst: status = try await attempt(.all)
        case .help: teller.say(TryLine.explanation)
        case .leave: return status
        case .command(let script): status = try await look(script)
        }
      }
      await watch.add(trial.folders)
      prompt()
    }
    return status
  }

  /// Tries once and says how it went. What a user can mend is no error here.
  ///
  /// - Parameter last: what it is where there is nothing to do.
  func attempt(_ extent: TryRun.Extent, after last: ExitStatus = .done) async throws -> ExitStatus {
    let start = ContinuousClock.now
    return try await told {
      guard let steps = try await trial.attempt(extent).steps else { return last }
      let time = formatted(.now - start)
      let what =
        steps.count == 1 ? "step \(steps.upperBound)" : "steps \(steps.lowerBound + 1) to \(steps.upperBound)"
      teller.say("\(name): \(steps.isEmpty ? "went back" : "\(what) went well") in \(time)")
      return .done
    }
  }

  private func look(_ script: String) async throws -> ExitStatus {
    try await told {
      let status = try await trial.look(script)
      if let status, status != 0 { teller.say("exit status \(status)") }
      return status == 0 ? .done : .failed
    }
  }

  /// Between tries, as what is typed is.
  private func look(_ script: String, for answer: TryAnswer) async throws {
    do {
      if let status = try await trial.look(script, onLine: answer.line) {
        answer.end(status)
      } else {
        answer.refuse("ended, because its time was over")
      }
    } catch let error where !(error is CancellationError) && !Task.isCancelled {
      answer.refuse(Failure(error).message)
    }
  }

  /// Lets other terminals look into the guest; what keeps them from it keeps nobody from trying.
  private func listen(for sink: AsyncStream<Event>.Continuation) -> TryListener? {
    do {
      return try TryListener(for: name, in: store) { script, answer in sink.yield(.script(script, answer)) }
    } catch {
      context.say("kiln: 'kiln shell \(name) --try' will not work: \(error)")
      return nil
    }
  }

  private func told(_ work: () async throws -> ExitStatus) async throws -> ExitStatus {
    defer { teller.clear() }
    do {
      return try await work()
    } catch let error where !(error is CancellationError) && !Task.isCancelled {
      let failure = Failure(error)
      teller.say(failure.message)
      return failure.status
    }
  }

  private var hasPrompt: Bool { isatty(STDIN_FILENO) == 1 && context.messages.isTerminal }

  private func prompt() {
    if hasPrompt { FileHandle.standardError.write(Data("\(name)> ".utf8)) }
  }

  /// What is drawn begins at the left (ECMA-48: EL).
  private func takePromptAway() {
    if hasPrompt, context.messages.canRedraw { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
  }

  /// On a thread of its own, which waits for ever where nobody types.
  private func readInput(into sink: AsyncStream<Event>.Continuation) {
    let thread = Thread {
      while let line = readLine() { sink.yield(.line(line)) }
      sink.yield(.endOfInput)
    }
    thread.name = "prompt"
    thread.start()
  }
}
