import Foundation
import Synchronization
import Testing

@testable import Subprocess

private func shell(_ script: String, _ arguments: String...) -> Command {
  Command("sh", ["-c", script, "sh"] + arguments)
}

extension Data {
  fileprivate var text: String { String(decoding: self, as: UTF8.self) }
}

@Test(arguments: [
  ("exit 0", ProcessResult.Status.exited(0)), ("exit 3", .exited(3)), ("exit 255", .exited(255)),
  ("kill -9 $$", .signalled(9)), ("kill -TERM $$", .signalled(15)),
])
func everyEndIsAnOutcome(script: String, status: ProcessResult.Status) async throws {
  #expect(try await run(shell(script)).status == status)
}

@Test func outputStreamsAreKeptApart() async throws {
  let outcome = try await run(shell("echo out; echo err >&2"))
  #expect(outcome.stdout.text == "out\n")
  #expect(outcome.stderr.text == "err\n")
}

@Test(arguments: [0, 1, 65_536, 65_537, 3_000_000])
func inputOfAnySizeReachesTheCommand(size: Int) async throws {
  let input = Data((0..<size).map { UInt8(truncatingIfNeeded: $0) })
  let outcome = try await run(Command("cat"), input: input, limits: Limits(output: 4_000_000))
  #expect(outcome.stdout == input)
}

@Test func inputThatNobodyReadsDoesNoHarm() async throws {
  let outcome = try await run(Command("true"), input: Data(count: 1_000_000))
  #expect(outcome.status == .exited(0))
}

@Test func withoutInputTheCommandReadsNothing() async throws {
  #expect(try await run(Command("cat")).stdout.isEmpty)
}

@Test func onlyTheEndOfLongOutputIsKept() async throws {
  let outcome = try await run(shell("seq 1 200000"), limits: Limits(output: 14))
  #expect(outcome.stdout.text == "199999\n200000\n")
}

@Test func linesArriveInOrderAndUnendedOnesToo() async throws {
  let lines = Mutex<[String]>([])
  let script = "printf 'one\\n\\n10%%\\r20%%\\r\\nthree'"
  _ = try await run(shell(script)) { line in lines.withLock { $0.append(line) } }
  #expect(lines.withLock { $0 } == ["one", "10%", "20%", "three"])
}

@Test func aLineWithoutEndComesInPieces() async throws {
  let lengths = Mutex<[Int]>([])
  _ = try await run(shell("head -c 5000000 /dev/zero | tr '\\0' x")) { line in
    lengths.withLock { $0.append(line.utf8.count) }
  }
  #expect(lengths.withLock { $0.count } == 2)
  #expect(lengths.withLock { $0.reduce(0, +) } == 5_000_000)
}

@Test func environmentIsAddedToOurOwn() async throws {
  var command = shell("echo $GIVEN $HOME")
  command.environment = ["GIVEN": "value", "HOME": "/replaced"]
  #expect(try await run(command).stdout.text == "value /replaced\n")
}

@Test func workingDirectoryIsEntered() async throws {
  let command = Command("pwd", workingDirectory: "/usr/share")
  #expect(try await run(command).stdout.text == "/usr/share\n")
}

@Test func childHasDefaultSignals() async throws {
  prepareSignals()
  let text = try await run(shell("grep -E '^Sig(Blk|Ign)' /proc/self/status | cut -f 2")).stdout.text
  // The two above 31 are the C library's own.
  let masks = text.split(separator: "\n").map { UInt64($0, radix: 16).map { $0 & 0x7fff_ffff } }
  #expect(masks == [0, 0])
}

@Test func childInheritsNoDescriptors() async throws {
  // A number that no shell uses by itself.
  let leak = fcntl(STDERR_FILENO, F_DUPFD, 200)
  defer { close(leak) }
  #expect(try await run(shell("test -e /proc/$$/fd/\(leak)")).status == .exited(1))
}

@Test func childLeadsItsOwnSession() async throws {
  #expect(try await run(shell("test $(ps -o sid= -p $$) -eq $$")).status == .exited(0))
}

@Test(arguments: [
  (Command("no-such-program-anywhere"), "no-such-program-anywhere: not found in PATH ("),
  (Command("/no/such"), "/no/such: not an executable file"),
  (Command("/etc/passwd"), "/etc/passwd: not an executable file"),
  (Command(""), ": not found in PATH ("),
  (Command("true", ["a\0b"]), "a word holds a zero byte"),
  (Command("true", workingDirectory: "/no/such"), "cannot start true: /no/such: No such file or directory"),
])
func whatCannotStartSaysWhy(command: Command, message: String) async {
  let error = await #expect(throws: SubprocessError.self) { try await run(command) }
  #expect(error?.description.contains(message) == true, "\(error as Any)")
}

@Test func failureNamesCommandStatusAndLastLines() async {
  let error = await #expect(throws: SubprocessError.self) {
    try await checked(shell("for i in $(seq 30); do echo line $i >&2; done; exit 7", "a b"))
  }
  let expected = (21...30).map { "\n  line \($0)" }.joined()
  #expect(error?.description.hasSuffix("sh 'a b': exit status 7:\(expected)") == true, "\(error as Any)")
}

@Test func deadlineEndsTheCommandAndItsGroup() async {
  let limits = Limits(deadline: .milliseconds(200), grace: .milliseconds(100))
  let start = ContinuousClock.now
  // Neither process heeds SIGTERM, and the inner one holds the output open.
  let command = shell(
    "trap '' TERM; sh -c 'trap \"\" TERM; sleep 1000; sleep 1000'; sleep 1000")
  let error = await #expect(throws: SubprocessError.self) { try await run(command, limits: limits) }
  #expect(error?.description.contains("not done after 0.2 seconds") == true, "\(error as Any)")
  #expect(start.duration(to: .now) < .seconds(20))
}

@Test func cancellingTheTaskEndsTheCommand() async {
  let (started, signal) = AsyncStream<String>.makeStream()
  let task = Task {
    try await run(shell("echo $$; exec sleep 1000")) { signal.yield($0) }
  }
  let pid = await started.first { _ in true }.flatMap { Int32($0) } ?? 0
  task.cancel()
  await #expect(throws: CancellationError.self) { try await task.value }
  #expect(kill(pid, 0) == -1 && errno == ESRCH)
}

@Test func cancelBeforeTheStartStartsNothing() async {
  let task = Task {
    withUnsafeCurrentTask { $0?.cancel() }
    return try await run(Command("sleep", ["1000"]))
  }
  await #expect(throws: CancellationError.self) { try await task.value }
}

@Test func grandchildHoldingTheOutputDelaysNothing() async throws {
  let start = ContinuousClock.now
  // One stays in the group and is ended; the other leaves it, as a daemon does, and ends itself later.
  let outcome = try await run(shell("sleep 1000 & setsid sleep 30 & echo done"))
  #expect(outcome.stdout.text == "done\n")
  #expect(start.duration(to: .now) < .seconds(15))
}

@Test func manyCommandsRunAtOnce() async throws {
  try await withThrowingTaskGroup(of: String.self) { group in
    for number in 0..<64 { group.addTask { try await run(Command("echo", ["\(number)"])).stdout.text } }
    let texts = try await group.reduce(into: Set()) { $0.insert($1) }
    #expect(texts == Set((0..<64).map { "\($0)\n" }))
  }
}
