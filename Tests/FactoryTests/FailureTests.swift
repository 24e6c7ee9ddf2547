import Files
import Foundation
import Subprocess
import Testing

@testable import Failures

/// Failures provoked in a real build, and the cause that `failure.json` gives for each.
struct FailureTests {
  /// In the stand-in installer, which speaks as debian-installer does; further texts of it are in ``FatalTextsTests``.
  @Test(
    arguments: [
      ("silent-after-fetch", FailureCause.silent, "boot", "nothing moved"),
      ("hang", .stuck, "bootstrapping", "for 20 s"),
      ("crash", .guestPanicked, "partitioning", "Kernel panic - not syncing"),
      ("restart", .guestRestarted, "partitioning", "the guest restarted"),
      ("power-off", .guestPoweredOff, "partitioning", "the guest powered off"),
      ("fail-phase", .phaseFailed, "bootstrapping", "configuring: told to fail"),
      ("fill-disk", .noSpace, "bootstrapping", "No space left on device"),
      ("bad-mirror", .mirrorUnreachable, "partitioning", "!! ERROR: Bad archive mirror"),
      ("question", .asksQuestion, "partitioning", "asks a question and waits: [Press enter to continue]"),
    ] as [(String, FailureCause, String?, String)])
  func anInstallerThatFailsIsUnderstood(
    mode: String, cause: FailureCause, phase: String?, message: String
  ) async throws {
    let place = try await Workplace.withChain(misbehaviour: mode)
    let report = try await place.build(try place.plan("base"), limits: .brief)
    let failure = try await place.failure()
    #expect(failure.cause == cause, "\(failure.summary)")
    #expect(failure.message.contains(message), "\(failure.message)")
    // A post may be under way when the console already says it.
    #expect(failure.phase == phase || failure.phase == "started", "\(failure)")
    #expect(failure.evidence.contains { $0.source == .serial && !$0.lines.isEmpty })
    #expect(failure.subject.name == "base (installed)")
    #expect(report.images[0].failure == failure)
    let kinds = failure.files.map(\.kind)
    #expect(kinds.contains(.log) && kinds.contains(.serialLog) && kinds.contains(.answerFile), "\(kinds)")
    #expect(FileSystem.entries(of: place.store.work) == [])
    #expect(place.store.layers.present() == [])
  }

  /// What the installer's kernel command line makes it do, before it has answers.
  @Test(arguments: [
    ("never-fetch", "the guest never fetched its answer file within 20 s"),
    ("answers-unreachable", "!! ERROR: Failed to retrieve the preconfiguration file"),
  ])
  func answersThatNeverArriveAreNamed(mode: String, message: String) async throws {
    let place = try await Workplace.withChain()
    let base = try String(contentsOfFile: "\(place.folder.path)/recipes/base.yaml", encoding: .utf8)
    try place.write(
      "base.yaml", base.replacing("[console=tty0", with: "[kiln.misbehave=\(mode), console=tty0"))
    var limits = InstallLimits.brief
    if mode == "never-fetch" { limits.answers = .seconds(2) }
    _ = try await place.build(try place.plan("base"), limits: limits)
    let failure = try await place.failure()
    #expect(failure.cause == .answersNeverFetched)
    #expect(failure.message.contains(message), "\(failure.message)")
    #expect(failure.files.map(\.kind).contains(.screenshot))
  }

  @Test func aSlowInstallerThatGetsOnIsLeftAlone() async throws {
    let place = try await Workplace.withChain(misbehaviour: "slow")
    let report = try await place.build(try place.plan("base"), limits: .brief)
    #expect(report.images.map(\.failure) == [nil])
    #expect(place.store.logs.lastFailure(of: "base") == nil)
  }

  @Test func aKilledMachineIsNamed() async throws {
    let place = try await Workplace.withChain(misbehaviour: "hang")
    let killer = Task { try await Self.killMachine(of: place) }
    _ = try await place.build(try place.plan("base"))
    try await killer.value
    let failure = try await place.failure()
    #expect(failure.cause == .guestDied)
    #expect(failure.message.contains("signal 9"), "\(failure.message)")
  }

  /// Waits for the QEMU whose serial log is in this place.
  private static func killMachine(of place: Workplace) async throws {
    while true {
      for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
        guard let process = Int32(name),
          let line = FileManager.default.contents(atPath: "/proc/\(name)/cmdline"),
          String(decoding: line, as: UTF8.self).contains("path=\(place.folder.path)/store/logs/base/install")
        else { continue }
        try await Task.sleep(for: .seconds(2))
        kill(process, SIGKILL)
        return
      }
      try await Task.sleep(for: .milliseconds(200))
    }
  }

  @Test func filesThatAreNotAsPlannedAreNamedBeforeAnythingStarts() async throws {
    let place = try await Workplace.withChain()
    let base = try String(contentsOfFile: "\(place.folder.path)/recipes/base.yaml", encoding: .utf8)
    let digest = String(repeating: "a", count: 64)
    try place.write(
      "base.yaml",
      base.replacing("kernel: {file: vmlinuz}", with: "kernel: {file: vmlinuz, sha256: \(digest)}"))
    _ = try await place.build(try place.plan("base"))
    #expect(try await place.failure().cause == .mediaDigest)

    let foreign = base.replacing("arch: x86_64", with: "arch: aarch64")
      .replacing("hardware:\n", with: "hardware:\n  firmware: uefi\n").replacing(
        "256MiB, role", with: "2GiB, role")
    try place.write("base.yaml", foreign)
    _ = try await place.build(try place.plan("base"))
    #expect(try await place.failure().cause == .wrongArchitecture)
  }

  @Test func aStepThatFailsIsUnderstoodAndForgottenOnceItIsMended() async throws {
    let place = try await Workplace.withBuiltBase()
    try place.write("web.sh", "#!/bin/sh\necho before\necho 'it broke' >&2\nexit 3\n")
    _ = try await place.build(try place.plan("web"))
    let failure = try await place.failure(of: "web")
    #expect(failure.cause == .scriptFailed)
    #expect(failure.exitStatus == 3)
    #expect(failure.advice == "read the step's last lines; 'kiln log web' has all of them")
    #expect(failure.evidence == [FailureRecord.Evidence(source: .step, lines: ["before", "it broke"])])
    #expect(
      failure.message == "\(place.folder.path)/recipes/web.yaml:5:13: script web.sh failed: exit status 3")

    try place.write("web.sh", "#!/bin/sh\necho waiting\nsleep 1000\n")
    _ = try await place.build(try place.plan("web"), scriptLimit: .seconds(1))
    #expect(try await place.failure(of: "web").cause == .scriptTimedOut)

    try place.write("web.sh", "#!/bin/sh\necho all well\n")
    _ = try await place.build(try place.plan("web"))
    #expect(place.store.logs.lastFailure(of: "web") == nil)
  }
}
