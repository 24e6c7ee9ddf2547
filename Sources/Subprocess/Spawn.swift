private import Foundation
private import Synchronization

/// Starts a child and returns its process id, which is also that of its session and process group.
///
/// `posix_spawn` rather than `Foundation.Process`, which cannot do three things needed here:
/// give the child default signals (it inherits an ignored SIGPIPE and, off the main thread, a
/// blocked SIGTERM), tell a child's end from that of a grandchild holding its descriptors, and keep the
/// ended child's id from being reused while its group is being signalled.
///
/// The parent-death signal is set by setpriv(1), which then becomes the command. Only a kill of this process
/// in the millisecond before that can leave the command behind.
///
/// Call it on ``Spawner``'s thread only.
/// - Parameter ends: The child's standard streams; nil leaves it those of this process, and its session.
func spawn(_ command: Command, ends: ChildEnds?) throws(SubprocessError) -> Int32 {
  try check(command)
  let words = try wrapper(workingDirectory: command.workingDirectory) + [locate(command.executable)]
  let environment = ProcessInfo.processInfo.environment.merging(command.environment) { $1 }
  let arguments = CStrings(words + command.arguments)
  let variables = CStrings(environment.map { "\($0)=\($1)" })
  var attributes = spawnAttributes(ownSession: ends != nil)
  defer { posix_spawnattr_destroy(&attributes) }
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  for (target, source) in [ends?.stdin, ends?.stdout, ends?.stderr].enumerated() {
    guard let source else { continue }
    posix_spawn_file_actions_adddup2(&actions, source.number, Int32(target))
  }
  for number in openDescriptors() where number > STDERR_FILENO {
    posix_spawn_file_actions_addclose(&actions, number)
  }
  var child: pid_t = 0
  let code = posix_spawn(&child, words[0], &actions, &attributes, arguments.pointers, variables.pointers)
  guard code == 0 else {
    throw .cannotStart(
      command: command.description, reason: SystemFailure(code: code).reason, code: code)
  }
  return child
}

/// Programs that change something about themselves and then become the command, under the same id; for
/// what glibc's `posix_spawn` does only through extensions that are not imported, or not at all.
private func wrapper(workingDirectory: String?) throws(SubprocessError) -> [String] {
  let parentDeath = try [locate("setpriv"), "--pdeathsig", "KILL", "--"]
  guard let workingDirectory else { return parentDeath }
  return try [locate("env"), "--chdir=\(workingDirectory)", "--"] + parentDeath
}

/// Every descriptor of this process: some library may have opened one that is not close-on-exec. One that
/// is closed before the child starts does no harm.
private func openDescriptors() -> [Int32] {
  let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
  return (names ?? []).compactMap { Int32($0) }
}

private func check(_ command: Command) throws(SubprocessError) {
  func refuse(_ reason: String, _ code: Int32? = nil) -> SubprocessError {
    .cannotStart(command: command.description, reason: reason, code: code)
  }
  let variables = command.environment.flatMap { [$0, $1] }
  guard ([command.executable] + command.arguments + variables).allSatisfy({ !$0.utf8.contains(0) }) else {
    throw refuse("a word holds a zero byte")
  }
  guard let folder = command.workingDirectory else { return }
  guard access(folder, X_OK) == 0 else {
    let failure = SystemFailure()
    throw refuse("\(folder): \(failure.reason)", failure.code)
  }
}

private func locate(_ executable: String) throws(SubprocessError) -> String {
  let path = searchPath()
  guard let found = findExecutable(executable, path: path) else {
    throw .notFound(executable: executable, searched: executable.contains("/") ? nil : path)
  }
  return found.hasPrefix("/") ? found : FileManager.default.currentDirectoryPath + "/" + found
}

/// Signals as after a login; and a session of its own where no terminal is to stop it or ask through it.
private func spawnAttributes(ownSession: Bool) -> posix_spawnattr_t {
  var attributes = posix_spawnattr_t()
  posix_spawnattr_init(&attributes)
  var signals = sigset_t()
  sigemptyset(&signals)
  posix_spawnattr_setsigmask(&attributes, &signals)
  sigfillset(&signals)
  posix_spawnattr_setsigdefault(&attributes, &signals)
  let setsid: Int32 = 0x80  // POSIX_SPAWN_SETSID; glibc 2.26, not imported
  let flags = (ownSession ? setsid : 0) | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
  posix_spawnattr_setflags(&attributes, Int16(flags))
  return attributes
}

/// A null-terminated list of C strings, as `execve(2)` wants it.
private final class CStrings {
  let pointers: [UnsafeMutablePointer<CChar>?]

  init(_ strings: [String]) { pointers = strings.map { strdup($0) } + [nil] }

  deinit { pointers.forEach { free($0) } }
}

/// The one thread that starts children.
///
/// Linux sends a child its parent-death signal when the *thread* that started it exits, not only
/// when the whole process does. Threads of Dispatch and of the cooperative pool come and go, and
/// each would take with it what it started; this one lives as long as the process.
final class Spawner: Sendable {
  static let shared = Spawner()

  private let jobs = Mutex<[@Sendable () -> Void]>([])
  private let waiting = DispatchSemaphore(value: 0)

  private init() {
    let thread = Thread { self.work() }
    thread.name = "spawner"
    thread.start()
  }

  /// Runs `job` on the thread, after those handed in before.
  func perform(_ job: @escaping @Sendable () -> Void) {
    jobs.withLock { $0.append(job) }
    waiting.signal()
  }

  private func work() -> Never {
    while true {
      waiting.wait()
      jobs.withLock { $0.removeFirst() }()
    }
  }
}
