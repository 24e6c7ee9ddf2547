import Foundation
import Subprocess

/// The appliance `base` of the stand-in installer, built by the program and looked at while its machine runs.
struct StandInBuild {
  let program: Program

  init() async throws {
    program = try Program()
    let script = "\(Program.checkout)/scripts/stand-in-recipes.sh"
    try await checked(Command(script, ["\(program.folder)/recipes", "base"]))
  }

  static let words = ["build", "base", "--recipes", "recipes", "--accelerator", "tcg", "--no-test"]

  /// Begins a build, and comes back when its machine has been started.
  ///
  /// - Returns: the build, and what it prints until it ends.
  func begin() async throws -> (ChildProcess, Task<[String], Never>) {
    let (lines, sink) = AsyncStream.makeStream(of: String.self)
    let build = try await program.start(Self.words) { sink.yield($0) }
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

  /// The processes on this host that belong to this build's store.
  func processes() -> [Int32] {
    let folders = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return folders.compactMap { Int32($0) }.filter { process in
      let environment = FileManager.default.contents(atPath: "/proc/\(process)/environ") ?? Data()
      return String(decoding: environment, as: UTF8.self).contains("\(program.folder)/store")
    }
  }

  /// What they are called.
  func processesLeft() -> [String] {
    processes().compactMap { try? String(contentsOfFile: "/proc/\($0)/comm", encoding: .utf8) }
  }

  var hasMachine: Bool { processesLeft().contains { $0.hasPrefix("qemu") } }
}
