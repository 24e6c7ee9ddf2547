import Archive
import Digests
import Files
import Foundation
import Machine
import Media
import Subprocess
import Testing

@testable import Failures
@testable import Guest
@testable import Jobs
@testable import Roots

/// What errors tell of a failure's cause.
struct DiagnosisTests {
  private struct Odd: Error {}

  private static let bothAddresses = MediaError.everywhere([
    .status(url: "http://one.example.org/x", status: 404),
    .wrongDigest(what: "http://two.example.org/x", expected: "aa", actual: "bb"),
  ])
  private static let tooMuch = MediaError.announcedTooMuch(
    url: "http://one.example.org/x", bytes: 1 << 50, free: 1 << 30)

  private static func component(isUnknown: Bool) -> MissingComponent {
    MissingComponent(name: "a 2", neededBy: [], tried: ["HTTP status 404"], isUnknown: isUnknown)
  }

  @Test(
    arguments: [
      (FileError("cannot write /x", reason: "full", code: ENOSPC), FailureCause.hostDiskFull),
      (FileError("cannot write /x", reason: "over quota", code: EDQUOT), .hostDiskFull),
      (FileError("cannot write /x", reason: "not yours", code: EACCES), .noPermission),
      (FileError("cannot write /x", reason: "not yours", code: EPERM), .noPermission),
      (FileError("cannot write /x", reason: "for reading", code: EROFS), .noPermission),
      (FileError("cannot write /x", reason: "broken", code: EIO), .hostFile),
      // Its words say nothing that its number does not.
      (FileError("cannot write /x", reason: "No space left on device"), .hostFile),
      (BuildError(.changedMeanwhile, "layer x is gone: No space left on device"), .changedMeanwhile),
      (DigestError.unreadable(path: "/x", reason: "not yours", code: EACCES), .noPermission),
      (DigestError.unreadable(path: "/x", reason: "it is no plain file"), .hostFile),
      (ArchiveError.library(archive: "/x", reason: "full", code: ENOSPC), .hostDiskFull),
      (ArchiveError.library(archive: "/x", reason: "truncated", code: nil), .unknown),
      (CocoaError(.fileWriteOutOfSpace), .hostDiskFull),
      (POSIXError(.EACCES), .noPermission),
      (BuildError.foreignArchitecture("aarch64"), .wrongArchitecture),
      (BuildError(.secretMissing, "the secret 'x' has no value"), .secretMissing),
      (BuildError(.offline, "base: x"), .offline),
      (BuildError(.parentFailed, "not built, because base failed"), .parentFailed),
      (MediaError.file(path: "/x", reason: "full", code: ENOSPC), .hostDiskFull),
      (MediaError.file(path: "/x", reason: "not yours", code: EACCES), .noPermission),
      (MediaError.file(path: "/x", reason: "No space left on device"), .hostFile),
      (MediaError.status(url: "http://example.org/x", status: 404), .mediaUnreachable),
      (MediaError.badSignature(url: "http://example.org/x", reason: "no public key"), .mediaSignature),
      (MediaError.future(url: "http://example.org/x", date: "2026-11-29"), .mediaSignature),
      (MediaError.expired(url: "http://example.org/x", validUntil: "2026-11-20"), .mirrorInconsistent),
      (MediaError.missingComponents([component(isUnknown: true)]), .mediaMissing),
      (MediaError.missingComponents([component(isUnknown: false)]), .mirrorInconsistent),
      (
        MediaError.inconsistent(
          archive: "a", what: "x", attempts: [.component(component(isUnknown: false))]), .mirrorInconsistent
      ),
      (MediaError.malformed(what: "x", reason: "y"), .mediaMalformed),
      (bothAddresses, .mediaDigest),
      (tooMuch, .hostDiskFull),
      (MediaError.everywhere([tooMuch, tooMuch]), .hostDiskFull),
      (
        MediaError.everywhere([tooMuch, .transfer(url: "http://example.org/x", reason: "y")]),
        .mediaUnreachable
      ),
      (MachineError.didNotStart(status: "exit status 1", standardError: ""), .machineFailed),
      (
        MachineError.didNotStart(
          status: "exit status 1", standardError: "cannot write x: No space left on device"), .hostDiskFull
      ),
      (GuestError.launch(reason: "x", console: []), .libguestfsFailed),
      (GuestError.launch(reason: "x", console: ["supermin: No space left on device"]), .hostDiskFull),
      (GuestError.call(name: "upload", subject: "/x", reason: "full", code: ENOSPC), .noSpace),
      (GuestError.call(name: "tar-in", subject: "/x", reason: "tar: No space left on device"), .noSpace),
      (GuestError.call(name: "upload", subject: "/x", reason: "not there", code: ENOENT), .libguestfsFailed),
      (GuestError.channel(reason: "cannot make a folder in /tmp", code: ENOSPC), .hostDiskFull),
      (GuestError.operatingSystems(found: []), .imageUnusable),
      (SubprocessError.cannotStart(command: "x", reason: "not yours", code: EACCES), .noPermission),
      (SubprocessError.cannotStart(command: "x", reason: "too long", code: E2BIG), .programFailed),
      (SubprocessError.notFound(executable: "mmdebstrap", searched: "/bin"), .programMissing),
      (
        SubprocessError.failed(
          command: "mmdebstrap", status: .exited(25), lastLines: ["E: Unable to locate package no-such"]),
        .packageNotFound
      ),
      (
        SubprocessError.failed(
          command: "qemu-img", status: .exited(1), lastLines: ["error while writing: No space left on device"]
        ),
        .hostDiskFull
      ),
      (Odd(), .unknown),
    ] as [(any Error, FailureCause)])
  func everyErrorHasACause(error: any Error, cause: FailureCause) throws {
    let diagnosis = Diagnosis(error, texts: try Workplace.shippedTexts())
    #expect(diagnosis.cause == cause)
    #expect(!diagnosis.message.isEmpty && !diagnosis.message.contains("\n"))
  }

  @Test(
    arguments: [
      (3, "it broke", FailureCause.scriptFailed, "exit status 3"),
      (
        100, "E: Unable to locate package no-such-thing", .packageNotFound,
        "exit status 100: E: Unable to locate package no-such-thing"
      ),
      (nil, "E: Unable to locate package x", .scriptTimedOut, "ended, because its time was over"),
    ] as [(Int32?, String, FailureCause, String)])
  func aStepIsJudgedByItsLastLinesUnlessItsTimeWasOver(
    status: Int32?, line: String, cause: FailureCause, message: String
  ) throws {
    let failure = StepFailure(
      place: "web.yaml:5:13", step: "script web.sh",
      outcome: CommandResult(status: status, lastLines: ["before", line]), log: "")
    let diagnosis = Diagnosis(failure, texts: try Workplace.shippedTexts())
    #expect(diagnosis.cause == cause)
    #expect(diagnosis.message == "web.yaml:5:13: script web.sh failed: \(message)")
    #expect(diagnosis.exitStatus == status.map(Int.init))
    #expect(diagnosis.evidence == [FailureRecord.Evidence(source: .step, lines: ["before", line])])
  }

  @Test(arguments: [
    (MachineExit.Reason.reset, FailureCause.guestRestarted), (.poweredOff, .guestPoweredOff),
    (.panicked, .guestPanicked), (.died, .guestDied),
    (.diskFailed("write: full", isFull: true), .hostDiskFull),
    (.diskFailed("read: I/O error"), .hostFile),
  ])
  func theEndOfAMachineIsACause(reason: MachineExit.Reason, cause: FailureCause) {
    let exit = MachineExit(reason: reason, status: "signal 9", standardError: "")
    let failure = InstallFailure(
      cause: .endedEarly(exit), phase: "partitioning", known: nil, observations: [], files: [])
    let diagnosis = Diagnosis(failure, texts: .none)
    #expect(diagnosis.cause == cause)
    #expect(diagnosis.phase == "partitioning")
  }

  @Test func aSummaryFitsOnAScreen() {
    let lines = (1...40).map { "line \($0)" }
    let record = FailureRecord(
      subject: .init(kind: .layer, name: "web"), appliance: "web", when: "2026-11-21T10:00:00Z",
      phase: "configuring", cause: .noSpace, message: "it failed", line: nil, exitStatus: nil,
      evidence: [.init(source: .serial, lines: lines), .init(source: .machine, lines: ["QEMU: x"])],
      advice: "make it larger", files: [.init(kind: .log, path: "/logs/web.log")])
    let summary = record.summary.split(separator: "\n")
    #expect(summary.count <= 24)
    #expect(summary.prefix(2) == ["web: it failed", "  cause: no-space, phase: configuring"])
    #expect(summary.contains("    | line 40") && !summary.contains("    | line 1"))
    #expect(summary.suffix(3) == ["  try: make it larger", "  files:", "    /logs/web.log"])
  }

  /// The schema is written by hand.
  @Test func theSchemaHasEveryWord() throws {
    let data = try Data(contentsOf: URL(fileURLWithPath: "\(Workplace.checkout)/schemas/failure.schema.json"))
    let schema = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let properties = try #require(schema["properties"] as? [String: [String: Any]])
    #expect(properties["cause"]?["enum"] as? [String] == FailureCause.allCases.map(\.rawValue))
    let text = String(decoding: data, as: UTF8.self)
    for word in FailureRecord.Evidence.Source.allCases.map(\.rawValue)
      + FailureRecord.File.Kind.allCases.map(\.rawValue)
    {
      #expect(text.contains("\"\(word)\""), "\(word)")
    }
  }
}
