import Foundation
import Subprocess
import Testing

/// Ctrl-C while the stand-in installer's machine runs.
@Suite(.serialized)
struct InterruptTests {
  private let program: Program

  init() async throws {
    program = try Program()
    let script = "\(Program.checkout)/scripts/stand-in-recipes.sh"
    try await checked(Command(script, ["\(program.folder)/recipes", "base"]))
  }

  /// Begins a build, and comes back when its machine has been started.
  ///
  /// - Returns: the build, and what it prints until it ends.
  private func buildThatBoots() async throws -> (ChildProcess, Task<[String], Never>) {
    let (lines, sink) = AsyncStream.makeStream(of: String.self)
    let words = ["build", "base", "--recipes", "recipes", "--accelerator", "tcg"]
    let build = try await program.start(words) { sink.yield($0) }
    let (boots, booting) = AsyncStream.makeStream(of: Void.self)
    let printed = Task {
      var printed: [String] = []
      for await line in lines {
        printed.append(line)
        if line.hasSuffix(": boot") { booting.yield() }
      }
      return printed
    }
    Task {
      _ = await build.exit
      sink.finish()
      booting.finish()
    }
    for await _ in boots { break }
    let deadline = ContinuousClock.now + .seconds(60)
    while !hasMachine, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(20)) }
    return (build, printed)
  }

  /// What the processes on this host that belong to this test's store are called.
  private func processesLeft() -> [String] {
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return folders.filter { Int32($0) != nil }.compactMap { process in
      let environment = FileManager.default.contents(atPath: "/proc/\(process)/environ") ?? Data()
      guard String(decoding: environment, as: UTF8.self).contains("\(program.folder)/store") else {
        return nil
      }
      return try? String(contentsOfFile: "/proc/\(process)/comm", encoding: .utf8)
    }
  }

  private var hasMachine: Bool { processesLeft().contains { $0.hasPrefix("qemu") } }

  @Test(arguments: [SIGINT, SIGTERM])
  func guestsEndAndNothingIsLeft(signal: Int32) async throws {
    let (build, printed) = try await buildThatBoots()
    #expect(hasMachine, "there is something to end")
    build.signal(signal)
    #expect(await build.exit.status == .exited(130))
    #expect(await printed.value.last == "kiln: interrupted")
    #expect(processesLeft() == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(program.folder)/store/work") == [])
    #expect(!FileManager.default.fileExists(atPath: "\(program.folder)/out/base-1.qcow2"))
  }

  @Test func aSecondOneEndsItAtOnceAndTheNextRunTidiesUp() async throws {
    let (build, _) = try await buildThatBoots()
    build.signal(SIGINT)
    build.signal(SIGINT)
    _ = await build.exit
    let next = try await program.run(["build", "base", "--recipes", "recipes", "--accelerator", "tcg"])
    #expect(next.status.isSuccess, "\(next.messages)")
    #expect(processesLeft() == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(program.folder)/store/work") == [])
    #expect(FileManager.default.fileExists(atPath: "\(program.folder)/out/base-1.qcow2"))
  }
}
