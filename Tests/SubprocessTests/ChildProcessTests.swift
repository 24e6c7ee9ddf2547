import Foundation
import Testing

@testable import Subprocess

@Test func terminateAsksBeforeItForces() async throws {
  let (lines, signal) = AsyncStream<String>.makeStream()
  let polite = Command(
    "sh", ["-c", "trap 'echo bye; exit 4' TERM; echo ready; while :; do sleep 0.05; done"])
  let child = try await ChildProcess.start(polite) { signal.yield($0) }
  _ = await lines.first { $0 == "ready" }
  let outcome = await child.terminate(grace: .seconds(30))
  #expect(outcome.status == .exited(4))
  #expect(String(decoding: outcome.stdout, as: UTF8.self) == "ready\nbye\n")
}

@Test func terminateForcesWhoDoesNotListen() async throws {
  let (lines, signal) = AsyncStream<String>.makeStream()
  let stubborn = Command("sh", ["-c", "trap '' TERM; echo ready; while :; do sleep 1000; done"])
  let child = try await ChildProcess.start(stubborn) { signal.yield($0) }
  _ = await lines.first { $0 == "ready" }
  #expect(await child.terminate(grace: .milliseconds(50)).status == .signalled(SIGKILL))
}

@Test func terminateInACancelledTaskStillGivesTheGrace() async throws {
  let (lines, signal) = AsyncStream<String>.makeStream()
  let slow = Command("sh", ["-c", "trap 'sleep 0.2; exit 0' TERM; echo ready; while :; do sleep 0.05; done"])
  let child = try await ChildProcess.start(slow) { signal.yield($0) }
  _ = await lines.first { $0 == "ready" }
  let task = Task {
    withUnsafeCurrentTask { $0?.cancel() }
    return await child.terminate(grace: .seconds(30)).status
  }
  #expect(await task.value == .exited(0))
}

@Test(arguments: [false, true])
func whatIsLeftInTheBackgroundEndsTooUnlessItMayGoOn(mayGoOn: Bool) async throws {
  let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  defer { try? FileManager.default.removeItem(at: file) }
  let command = "(sleep 0.2; echo done > \(file.path)) & exit 0"
  var child = Command("sh", ["-c", command])
  child.leavesBackground = mayGoOn
  #expect(try await run(child).status == .exited(0))
  for _ in 0..<(mayGoOn ? 100 : 10) where !FileManager.default.fileExists(atPath: file.path) {
    try await Task.sleep(for: .milliseconds(50))
  }
  #expect(FileManager.default.fileExists(atPath: file.path) == mayGoOn)
}

@Test func everyWaiterLearnsOfTheEnd() async throws {
  let child = try await ChildProcess.start(Command("cat"), input: Data("x".utf8))
  async let first = child.exit
  async let second = child.exit
  let outcomes = await [first, second, child.exit]
  #expect(outcomes.allSatisfy { $0.status == .exited(0) && $0.stdout == Data("x".utf8) })
  #expect(child.outcome?.status == .exited(0))
}

@Test func signalsAfterTheEndGoNowhere() async throws {
  let child = try await ChildProcess.start(Command("true"))
  _ = await child.exit
  child.signal(SIGKILL)
  #expect(await child.terminate().status == .exited(0))
}
