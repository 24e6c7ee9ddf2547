import Foundation
import Testing

@testable import Subprocess

/// A pipe in the file system, whose reader learns that the last writer is gone.
private final class Lifeline: Sendable {
  let folder: URL
  var path: String { folder.appending(path: "lifeline").path }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "lifeline-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    #expect(mkfifo(path, 0o600) == 0)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Reads to the end, which comes when every process that writes has ended.
  func readToEnd() async throws -> String {
    let path = path
    return try await run(Command("cat", [path]), limits: Limits(deadline: .seconds(20))).stdoutText
  }
}

extension ProcessResult {
  fileprivate var stdoutText: String { String(decoding: stdout, as: UTF8.self) }
}

@Test func childDiesWithAKilledParent() async throws {
  let lifeline = try Lifeline()
  async let written = lifeline.readToEnd()
  // The parent is a copy of this test process, killed as soon as its child has written.
  await #expect(processExitsWith: .signal(SIGKILL)) { [path = lifeline.path as String] in
    let script = "exec > \"$0\"; echo started; echo started >&2; exec sleep 1000"
    _ = try await ChildProcess.start(Command("sh", ["-c", script, path])) { _ in kill(getpid(), SIGKILL) }
    try await Task.sleep(for: .seconds(60))
  }
  #expect(try await written == "started\n")
}

@Test func childOutlivesTheThreadThatAskedForIt() async throws {
  let child = try await withCheckedThrowingContinuation { continuation in
    // The thread ends after handing its job in, as a thread of a pool does.
    Thread { Task { continuation.resume(with: await outcome { try await ChildProcess.start(sleeper) }) } }
      .start()
  }
  #expect(await child.terminate().status == .signalled(SIGTERM))
}

@Test func childStartedOnAThreadThatEndsIsKilledWithIt() async throws {
  // What the spawner's thread is for: without it, this happens.
  let status = try await withCheckedThrowingContinuation { continuation in
    detachThread("reaper") {
      let spawned = Handover()
      detachThread("short") { spawned.put(Result { try spawnOnThisThread(sleeper) }) }
      continuation.resume(
        with: spawned.take().map { pid in
          var status: Int32 = 0
          waitpid(pid, &status, 0)
          return ProcessResult.Status(waitStatus: status)
        })
    }
  }
  #expect(status == .signalled(SIGKILL))
}

private let sleeper = Command("sleep", ["1000"])

private func outcome<Value>(_ body: () async throws -> Value) async -> Result<Value, any Error> {
  do { return .success(try await body()) } catch { return .failure(error) }
}

/// Waits until the child has become the command, so that its parent-death signal is set.
private func spawnOnThisThread(_ command: Command) throws -> Int32 {
  let pipe = try Descriptor.pipe()
  let null = try Descriptor.null()
  let script = Command("sh", ["-c", "echo; exec \(command)"])
  let pid = try spawn(script, ends: ChildEnds(stdin: null, stdout: pipe.writing, stderr: null))
  var byte: UInt8 = 0
  #expect(read(pipe.reading.number, &byte, 1) == 1)
  return pid
}

private final class Handover: @unchecked Sendable {
  private var result: Result<Int32, any Error> = .success(0)
  private let ready = DispatchSemaphore(value: 0)

  func put(_ value: Result<Int32, any Error>) {
    result = value
    ready.signal()
  }

  func take() -> Result<Int32, any Error> {
    ready.wait()
    return result
  }
}
