import Testing

@testable import Guest

struct CommandTests {
  @Test func libguestfsSeesNothingOfACommand() {
    let messages = CommandWrapper.messages(
      for: GuestCommand("echo marmot", secrets: ["KEY": "hunter2"]), token: "t")
    #expect(
      messages.map { String(decoding: $0, as: UTF8.self) }
        == ["t 29 11 the script\n", "export KEY='hunter2'\nset -- \n", "echo marmot"])
    #expect(!CommandWrapper.command(disks: 1).joined().contains("hunter2"))
  }

  @Test(arguments: [
    (GuestCommand("", environment: ["A-B": ""]), "'A-B' is no name of an environment variable"),
    (GuestCommand("", secrets: ["1A": ""]), "'1A' is no name of an environment variable"),
    (GuestCommand("", environment: ["A": "\0"]), "an argument or environment variable contains a NUL byte"),
  ])
  func refuses(command: GuestCommand, reason: String) {
    #expect(throws: GuestError.command(reason: reason)) { try command.validate() }
  }

  @Test func statusMayFollowALineWithoutEnd() {
    let run = CommandRun(GuestCommand("")) { _ in }
    let reply = run.receive("next\n".utf8)
    let token = String(decoding: reply.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)
    #expect(run.receive("next\n".utf8) == Array("set -- \n".utf8))
    #expect(run.receive("next\n".utf8).isEmpty)
    #expect(run.receive("one\ntw".utf8).isEmpty)
    #expect(run.receive("o\(token) 3\n".utf8).isEmpty)
    #expect(run.wait() == 3)
    #expect(run.lastLines == ["one", "two"])
  }

  @Test func brokenChannelEndsWithoutStatus() {
    let run = CommandRun(GuestCommand("")) { _ in }
    for _ in 1...3 { _ = run.receive("next\n".utf8) }
    _ = run.receive("half a li".utf8)
    run.end()
    #expect(run.wait() == nil)
    #expect(run.lastLines == ["half a li"])
  }
}
