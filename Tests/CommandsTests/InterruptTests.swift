import Foundation
import Subprocess
import Testing

/// Ctrl-C while the stand-in installer's machine runs.
struct InterruptTests {
  private let standIn: StandInBuild
  private var program: Program { standIn.program }

  init() async throws { standIn = try await StandInBuild() }

  @Test(arguments: [SIGINT, SIGTERM])
  func guestsEndAndNothingIsLeft(signal: Int32) async throws {
    let (build, printed) = try await standIn.begin()
    #expect(standIn.hasMachine, "there is something to end")
    build.signal(signal)
    #expect(await build.exit.status == .exited(130))
    #expect(await printed.value.last == "kiln: interrupted")
    #expect(standIn.processesLeft() == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(program.folder)/store/work") == [])
    #expect(!FileManager.default.fileExists(atPath: "\(program.folder)/out/base-1.qcow2"))
  }

  @Test func aSecondOneEndsItAtOnceAndTheNextRunTidiesUp() async throws {
    let (build, _) = try await standIn.begin()
    build.signal(SIGINT)
    build.signal(SIGINT)
    _ = await build.exit
    let next = try await program.run(StandInBuild.words)
    #expect(next.status.isSuccess, "\(next.messages)")
    #expect(standIn.processesLeft() == [])
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(program.folder)/store/work") == [])
    #expect(FileManager.default.fileExists(atPath: "\(program.folder)/out/base-1.qcow2"))
  }
}
