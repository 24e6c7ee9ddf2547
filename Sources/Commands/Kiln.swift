import Console
import Factory
import Foundation
import Glibc
import HTTPServer
import Subprocess

/// The program's verbs, in the order in which help lists them.
private let commands: [any Command.Type] = [
  InitCommand.self, BuildCommand.self, NightlyCommand.self, PlanCommand.self, OutdatedCommand.self,
  ReleaseCommand.self, PromoteCommand.self, RollbackCommand.self, RetireCommand.self, ReleasesCommand.self,
  BuildsCommand.self, InspectCommand.self, DiffCommand.self, NotesCommand.self, SizeCommand.self,
  ScanCommand.self, SBOMCommand.self, AuditCommand.self, AdmitCommand.self, VerifyCommand.self,
  KeyCommand.self,
  ConvertCommand.self, RebuildCommand.self, TryCommand.self, RunCommand.self, TestCommand.self,
  ShellCommand.self,
  ExplainCommand.self, AnswersCommand.self, ListCommand.self, DistributionsCommand.self, ExportCommand.self,
  CheckCommand.self, MediaCommand.self, StoreCommand.self, GCCommand.self, LogCommand.self,
  WatchCommand.self, DoctorCommand.self, VersionCommand.self, CompletionsCommand.self,
  CompleteCommand.self, ManCommand.self, RunJobCommand.self,
]

let program = Program(
  name: "kiln",
  summary: "An image factory: builds virtual-machine appliances from recipes that inherit from one another.",
  verbs: commands.map { $0.verb },
  variables: [
    .init("KILN_STORE", "the store, where --store names none"),
    .init("KILN_LIBRARY", "the folder of the shipped recipes, where --library names none"),
    .init(
      "KILN_KEYS",
      "the folder of your signing keys (default: $XDG_DATA_HOME/kiln-keys, or ~/.local/share/kiln-keys)"),
    .init("NO_COLOR", "when set, nothing is coloured"),
    .init(
      "XDG_DATA_HOME", "its folder kiln is the store where KILN_STORE is not set (default: ~/.local/share)"),
  ], foreignVerbs: foreignVerbs)

/// Runs one command line to its end.
///
/// - Parameter words: without the program's own name.
/// - Returns: the exit status.
public func runKiln(_ words: [String], executable: String) async -> Int32 {
  prepareSignals()
  if let status = Relay.run(words) { return status }
  // What Kiln makes, libguestfs' sockets among it, others must not write to, whatever its surroundings allow.
  umask(umask(0) | 0o002)
  allowManyOpenFiles()
  let environment = ProcessInfo.processInfo.environment
  let context = Context(
    environment: environment, executable: executable,
    output: Terminal(descriptor: 1, environment: environment),
    messages: Terminal(descriptor: 2, environment: environment),
    today: Date.now.formatted(.iso8601.year().month().day()))
  let task = Task { await run(words, in: context) }
  let interrupts = Interrupts { task.cancel() }
  defer { withExtendedLifetime(interrupts) {} }
  return await task.value.rawValue
}

private func run(_ words: [String], in context: Context) async -> ExitStatus {
  do {
    switch try program.parse(words) {
    case .help(let verb):
      context.write(context.output.shown(program.help(on: verb, width: context.output.width)))
      return .done
    case .version: return try await VersionCommand.run(Arguments(), in: context)
    case .run(let verb, let arguments):
      guard let command = commands.first(where: { $0.verb.name == verb.name }) else { return .usage }
      return try await command.run(arguments, in: context)
    }
  } catch {
    let failure = Failure(error)
    let given = program.completion(of: words + [""]).arguments
    if given.value(BuildArguments.progress) == "json" {
      EventTeller("json", in: context).say(failure.message)
    } else {
      context.say(failure.message)
    }
    // Whoever asked for JSON gets one document, whatever happens.
    if asksForJSON(words), !context.hasPrinted {
      try? context.print(ErrorReport(errors: failure.problems), as: .json)
    }
    return failure.status
  }
}

/// Whether a command line asks for JSON, also one that cannot be understood.
private func asksForJSON(_ words: [String]) -> Bool {
  let words = words.prefix { $0 != "--" }
  return words.contains("--format=json")
    || zip(words, words.dropFirst()).contains { $0 == ("--format", "json") }
}

/// Lets this process hold open as many files as it may, within reason: each layer in use takes one for its lock, and the usual
/// soft limit of 1024 is for programs that call select(2).
private func allowManyOpenFiles() {
  let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  var limit = rlimit()
  guard getrlimit(files, &limit) == 0 else { return }
  limit.rlim_cur = max(limit.rlim_cur, min(limit.rlim_max, 65536))
  _ = setrlimit(files, &limit)
}
