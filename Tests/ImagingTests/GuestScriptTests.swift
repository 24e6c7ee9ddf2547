import Foundation
import Images
import Recipes
import Subprocess
import Testing

@testable import Imaging

/// The script of a test, run by this host's own shell.
struct GuestScriptTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func results(_ parts: [GuestPart]) async throws -> [TestCase] {
    let script = GuestScript(parts)
    let transcript = Transcript(script) {}
    let result = try await run(
      Command("sh", ["-s"]), input: Data(script.text.utf8), limits: Limits(deadline: .seconds(60))
    ) { transcript.add($0) }
    #expect(result.status.isSuccess)
    #expect(transcript.hasBegun)
    return zip(parts, transcript.answers).map { part, answer in part.result(of: answer) }
  }

  private func results(_ checks: [RecipeTest]) async throws -> [String] {
    let origin = Origin.flag("here")
    return try await results(RecipeChecks.parts(checks.map { Sourced($0, from: origin) }, limit: 2))
      .map { "\($0.name): \($0.outcome)\($0.message.map { ", \($0)" } ?? "")" }
  }

  @Test func everyPartHasItsAnswer() async throws {
    let results = try await results([
      GuestPart(name: "good", kind: .system, body: "echo one; echo two >&2"),
      GuestPart(name: "bad", kind: .system, body: "printf 'no\\nend'; exit 3"),
      GuestPart(name: "mute", kind: .system, body: "exit 4"),
      GuestPart(name: "not here", kind: .system, body: "echo none; exit 77"),
      GuestPart(
        name: "reads", kind: .system, body: "cat; echo \(GuestScript.tokenPlace) | wc -c | tr -d ' '"),
      GuestPart(name: "leaves", kind: .system, body: "cd /; set -e; exec false"),
      GuestPart(name: "last", kind: .system, body: "sleep 0.2; pwd > /dev/null"),
    ])
    #expect(results.map(\.outcome) == [.passed, .failed, .failed, .skipped, .passed, .failed, .passed])
    #expect(
      results.map(\.message) == [
        nil, "end", "it ended with status 4", "none", nil, "it ended with status 1", nil,
      ])
    #expect(results.map(\.output) == ["one\ntwo", "no\nend", nil, "none", "37", nil, nil])
    #expect(results[6].seconds >= 0.15 && results[6].seconds < 20)
  }

  @Test func whatComesToNoEndHasFailed() {
    let script = GuestScript(
      [GuestPart(name: "one", kind: .system, body: ""), GuestPart(name: "two", kind: .system, body: "")],
      token: "T")
    let now = Date.now
    let lines = ["T 0 0 1.00 1.50", "hello", "T end", "T 1 0 1.50 2.00", "cut"]
    let answers = script.answers(in: lines, heard: now...now)
    #expect(answers == [GuestAnswer(status: 0, output: "hello", seconds: 0.5, heard: now...now), nil])
    #expect(
      script.parts[1].result(of: answers[1]).message == "no answer came: the machine or an earlier test hangs"
    )
    // What is not the script's own says nothing.
    for odd in [["T end"], ["T 7 0 1 2", "T end"], ["T x 0 1 2", "T end"], ["T 0 0 1", "T end"], ["T"]] {
      #expect(script.answers(in: odd, heard: now...now) == [nil, nil])
    }
  }

  @Test func recipesScriptsAreRunByTheirInterpreters() async throws {
    #expect(
      try await results([
        .script(
          .init(
            path: "a.sh", text: "#!/bin/sh\n[ \"$LEVEL\" = \"it's 2\" ]\n", environment: ["LEVEL": "it's 2"])),
        .script(.init(path: "b.sh", text: "echo words; exit 5")),
        .script(.init(path: "c", text: "#!/usr/bin/env perl\nexit 3 - 3;\n")),
        .script(.init(path: "a.sh", text: "cat <<'EOF'\n@\nEOF\nsleep 30\n")),
      ]) == [
        "script a.sh: passed", "script b.sh: failed, it ended with status 5: words", "script c: passed",
        "script a.sh (2): failed, it took more than 2 s: @",
      ])
  }

  @Test func filesAreLookedAt() async throws {
    let file = scratch.file("a 'file'")
    try Data("PermitRootLogin no\n".utf8).write(to: URL(fileURLWithPath: file))
    #expect(chmod(file, 0o640) == 0)
    let owner = "\(NSUserName())"
    #expect(
      try await results([
        .file(.init(path: file)),
        .file(.init(path: file, mode: "0640", owner: owner, contains: "RootLogin no")),
        .file(.init(path: file, exists: false)), .file(.init(path: "/none")),
        .file(.init(path: "/none", exists: false)),
        .file(.init(path: file, mode: "0644")), .file(.init(path: file, owner: "nobody:nogroup")),
        .file(.init(path: file, contains: "-e it's")),
      ]).map { $0.split(separator: ": ", maxSplits: 1)[1] } == [
        "passed", "passed", "failed, it is there", "failed, it is missing", "passed",
        "failed, its mode is 640, and should be 0644",
        "failed, it is \(owner):\(owner)'s, and should be nobody:nogroup's", "failed, no line has -e it's",
      ])
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/dpkg-query")))
  func packagesAreAskedFor() async throws {
    let version = try await checked(Command("dpkg-query", ["-W", "-f=${Version}", "dpkg"])).stdout
    let text = String(decoding: version, as: UTF8.self)
    #expect(
      try await results([
        .package(.init(name: "dpkg")), .package(.init(name: "dpkg", version: text)),
        .package(.init(name: "dpkg", version: "\(text.prefix(2))*")),
        .package(.init(name: "dpkg", version: "9.*")),
        .package(.init(name: "dpkg", isInstalled: false)), .package(.init(name: "no-such")),
        .package(.init(name: "no-such", isInstalled: false)),
      ]).map { $0.split(separator: ": ", maxSplits: 1)[1] } == [
        "passed", "passed", "passed", "failed, it is \(text), and should be 9.*",
        "failed, it is installed, as \(text)",
        "failed, it is not installed", "passed",
      ])
  }

  /// This host has no systemd, or has one: its services are somebody else's.
  @Test func scriptsAreShell() async throws {
    let checks: [RecipeTest] = [
      .service(.init(name: "nginx", isRunning: true, isEnabled: false)), .ports([22]),
    ]
    let parts =
      SystemChecks.all + SystemChecks.secure
      + RecipeChecks.parts(checks.map { Sourced($0, from: .standard) }, limit: 1)
    let script = GuestScript(parts)
    let result = try await run(Command("sh", ["-n"]), input: Data(script.text.utf8))
    #expect(result.status.isSuccess, "\(result.lastLines())")
  }
}

struct JudgementTests {
  private func answer(_ output: String, status: Int = 0) -> GuestAnswer {
    let now = Date(timeIntervalSince1970: 1_795_000_000)
    return GuestAnswer(status: status, output: output, seconds: 0, heard: now...now.addingTimeInterval(5))
  }

  @Test(
    arguments: [
      (#"{"v1": {"datasource": "DataSourceNoCloud", "errors": []}}"#, 0, nil),
      (#"{"v1": {"errors": ["('write_files', OSError(28))", "b"]}}"#, 0, "('write_files', OSError(28)); b"),
      (#"{"v1": {}}"#, 0, "what it says of its end cannot be read"),
      ("half a {", 0, "what it says of its end cannot be read"),
      ("it has not come to its end", 1, "it has not come to its end"),
    ] as [(String, Int, String?)])
  func cloudInitsResultIsRead(output: String, status: Int, fault: String?) {
    let judgement = SystemChecks.cloudInit.judge(answer(output, status: status))
    #expect(judgement == fault.map(Judgement.failed) ?? .passed)
  }

  @Test(arguments: [
    ("1795000003\n", true), ("1794999950", true), ("1794996400", false), ("0", false), ("", false),
  ])
  func aClockIsComparedWithThisHosts(output: String, isSane: Bool) {
    #expect((SystemChecks.clock.judge(answer(output)) == .passed) == isSane)
  }

  @Test(
    arguments: [
      ("0100007F:0019", "0A", []), ("00000000:0016", "0A", [22]), ("0F02000A:0016", "01", []),
      ("0F02000A:0050", "0A", [80]), ("00000000000000000000000000000000:01BB", "0A", [443]),
      ("00000000000000000000000001000000:0277", "0A", []),
      ("0000000000000000FFFF00000100007F:0277", "0A", []),
      ("00000000:ZZZZ", "0A", []), ("nonsense", "0A", []),
    ] as [(String, String, [Int])])
  func portsThatCanBeReachedAreFound(address: String, state: String, ports: [Int]) {
    let head = "  sl  local_address rem_address   st tx_queue rx_queue\n"
    #expect(
      ListeningPorts(head + "   0: \(address) 00000000:0000 \(state) 00000000:00000000\n").ports == ports)
  }

  /// As two processes of nginx share a socket, one is held by systemd for another, and one by the kernel itself.
  @Test func whoListensIsSaid() {
    let table = [
      "0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 11 1 0 100",
      "1: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000 33 0 12 1 0 100",
      "2: 0100007F:0277 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 13 1 0 100",
      "0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A 0:0 00:0 0 0 0 14 1 0 100",
      "3: 00000000:0801 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 15 1 0 100",
      "held [11] systemd", "held [11] sshd", "held [12] nginx", "held [12] nginx", "held [13] cups",
      "held [14] ng\u{1B}inx worker", "held [", "held [16]",
    ]
    #expect(
      ListeningPorts(table.joined(separator: "\n")).listening == [
        ListeningPort(22, of: ["sshd", "systemd"]), ListeningPort(80, of: ["ng inx worker", "nginx"]),
        ListeningPort(2049),
      ])
  }

  /// The script itself, on this host.
  @Test func theScriptFindsWhoListens() async throws {
    let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(server) }
    try #require(listen(server, 1) == 0)
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout.size(ofValue: address))
    withUnsafeMutablePointer(to: &address) {
      _ = $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(server, $0, &length) }
    }
    let result = try await run(Command("sh", ["-c", ListeningPorts.body]))
    #expect(result.status.isSuccess)
    let own = try String(contentsOfFile: "/proc/self/comm", encoding: .utf8).dropLast()
    let port = Int(UInt16(bigEndian: address.sin_port))
    let found = ListeningPorts(String(decoding: result.stdout, as: UTF8.self)).listening
    #expect(found.first { $0.port == port }?.programs == [String(own)], "\(found)")
  }

  @Test func exactlyThesePortsAreOpen() throws {
    let part = try #require(RecipeChecks.parts([Sourced(.ports([22, 80]), from: .standard)], limit: 1).first)
    func judge(_ ports: Int...) -> Judgement {
      part.judge(answer(ports.map { "0: 00000000:\(String($0, radix: 16)) 00000000:0000 0A\n" }.joined()))
    }
    #expect(judge(80, 22) == .passed)
    #expect(judge(22, 25) == .failed("80 is closed, 25 is open"))
  }

  @Test func machinesAreToldApart() {
    let key = "ssh-ed25519 AAAA1 root@web\n"
    let first = MachineIdentity(machineID: "0a\n", hostKeys: key + "ssh-rsa BBBB1 root@web\nit is so")
    #expect(first.hostKeys == ["AAAA1", "BBBB1"])
    #expect(
      MachineIdentity(machineID: "0b", hostKeys: "ssh-ed25519 AAAA2 root@web").fault(beside: first) == nil)
    #expect(
      MachineIdentity(machineID: "0a", hostKeys: key).fault(beside: first)
        == "two machines of the image have one machine id; two machines of the image have one host key")
    #expect(MachineIdentity(machineID: "", hostKeys: "").fault(beside: first) == "a machine has no id")
  }
}

struct PageCheckTests {
  @Test(
    arguments: [
      ("HTTP/1.1 200 OK\r\nServer: x\r\n\r\n<p>hello</p>", nil), ("HTTP/1.0 200 OK\n\nhello", nil),
      ("HTTP/1.1 404 Not Found\r\n\r\nhello", "the status is 404, and should be 200"),
      ("HTTP/1.1 200 OK\r\nX-hello: hello\r\n\r\nbye", "the page does not have 'hello' in it"),
      ("HTTP/1.1 200 OK\r\nhello", "the page does not have 'hello' in it"),
      ("SSH-2.0-OpenSSH_10.0\r\n", "port 80 does not answer in HTTP"), ("", "nothing answers on port 80"),
      (nil, "nothing answers on port 80"),
    ] as [(String?, String?)])
  func aPageIsJudged(answer: String?, fault: String?) {
    let page = RecipeTest.HTTP(port: 80, body: "hello")
    #expect(PageCheck.judge(answer.map { Array($0.utf8) }, page) == fault.map(Judgement.failed) ?? .passed)
  }

  @Test func whereNobodyListensNothingAnswers() async throws {
    let check = PageCheck(page: .init(port: 80), port: try Loopback.freePort(), attempts: 1)
    #expect(try await check.judgement().0 == .failed("nothing answers on port 80"))
  }
}

struct BootPaceTests {
  @Test(
    arguments: [
      (0.2, nil, 100), (1, nil, 100), (2.5, nil, 250), (1, 1.5, 100), (1, 6, 400), (8, 6, 800),
    ] as [(Double, Double?, Double)])
  func theSlowerOfTwoMeasurementsCounts(slowness: Double, firstWord: Double?, limit: Double) {
    let pace = BootPace(limit: .seconds(100), slowness: slowness)
    #expect(pace.limit(firstWord: firstWord.map { .seconds($0) }) == .seconds(limit))
  }

  @Test func whoMayLogInOnTheConsoleSoonMayOverSSH() {
    let pace = BootPace(limit: .seconds(100), slowness: 2)
    #expect(pace.grace(afterLogin: .seconds(10)) == .seconds(60))
    #expect(pace.grace(afterLogin: .seconds(200)) == .seconds(200))
  }
}

struct TestWayTests {
  private static let image = DescribedImage(name: "web", version: "1", build: "", digest: "")

  @Test(
    arguments: [
      (.full, true, ["cloud-init", "openssh-server"], nil, nil),
      (.full, false, ["cloud-init", "openssh-server"], nil, nil), (.full, true, nil, nil, nil),
      (.full, nil, nil, nil, nil),
      (.full, true, ["bash"], "no test can log in without cloud-init and openssh-server", nil),
      (
        .full, false, ["cloud-init"], "no test can log in without openssh-server",
        "it has no serial console to watch, and no test can log in without openssh-server"
      ),
      (.full, false, nil, nil, "it has no serial console to watch, and whether one can log in is unknown"),
      (.console, true, ["cloud-init", "openssh-server"], "the recipe says 'test.boot: console'", nil),
      (.nothing, true, nil, nil, "the recipe says 'test.boot: none'"),
    ] as [(ImageTest.Boot, Bool?, Set<String>?, String?, String?)])
  func whatIsKnownSaysHowItIsTested(
    boot: ImageTest.Boot, hasConsole: Bool?, packages: Set<String>?, whyOutside: String?, nothing: String?
  ) {
    let way = TestWay(ImageTest(boot: boot), .init(Self.image, hasConsole: hasConsole, packages: packages))
    #expect(way.whyOutside == whyOutside)
    #expect(way.entersGuest == (whyOutside == nil))
    #expect(way.reasonForNothing == nothing)
  }
}
