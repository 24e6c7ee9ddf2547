import Foundation
import Subprocess
import Testing

@testable import Factory
@testable import Files
@testable import Storage

struct NightlyLockTests {
  private let folder = TemporaryFolder()

  @Test func theSecondRunIsToldWhoHasTheLockAndSinceWhen() throws {
    let store = Store(root: "\(folder.path)/store")
    let first = try NightlyLock(store)
    let message = #expect(throws: NightlyError.self) { _ = try NightlyLock(store) }?.description ?? ""
    let start = "a nightly run over \(store.root) is under way: process \(getpid()) on \(hostName()), since "
    #expect(message.hasPrefix(start), "\(message)")
    #expect(message.dropFirst(start.count).wholeMatch(of: #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/#) != nil)
    withExtendedLifetime(first) {}
  }

  @Test func aRunThatIsOverHoldsNothing() throws {
    let store = Store(root: folder.path)
    for _ in 1...2 { _ = try NightlyLock(store) }
    #expect(FileSystem.entries(of: folder.path) == [])
  }

  @Test(arguments: [
    ("12 builder 2026-11-21T02:00:00Z\n", "process 12 on builder, since 2026-11-21T02:00:00Z"),
    ("", nil), ("12", nil), ("twelve builder 2026-11-21T02:00:00Z", nil),
  ])
  func theHolderIsReadAsItIsWritten(text: String, description: String?) {
    #expect(LockHolder(text)?.description == description)
  }
}

struct NightlyNoticeTests {
  private let folder = TemporaryFolder()

  @Test func theCommandGetsTheReportAndWhatCameOfTheRun() async throws {
    let file = "\(folder.path)/told"
    let notice = NightlyNotice("{ echo \"$KILN_STATUS $KILN_REPORT\"; cat; } > '\(file)'")
    try await notice.send("all is well\n", status: 1, page: "/r/nightly.html")
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "1 /r/nightly.html\nall is well\n")
  }

  @Test func aCommandThatFailsSaysWhy() async throws {
    await #expect {
      try await NightlyNotice("echo no such mailbox >&2; exit 7").send("", status: 0, page: nil)
    } throws: { "\($0)".contains("exit status 7") && "\($0)".contains("no such mailbox") }
  }

  @Test func aCommandThatHangsIsEnded() async throws {
    await #expect(throws: SubprocessError.self) {
      try await NightlyNotice("sleep 1000", limit: .milliseconds(200)).send("", status: 0, page: nil)
    }
  }
}
