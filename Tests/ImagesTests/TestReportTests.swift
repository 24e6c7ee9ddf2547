import Foundation
import Testing

@testable import Images

struct TestReportTests {
  private static let image = DescribedImage(
    name: "web", version: "1.2.0", build: "1.2.0+20261128T152200Z", digest: "0d")
  private static let good = TestCase("boot", .boot, .passed, seconds: 61.23456)
  private static let skipped = TestCase("file /a", .file, .skipped, message: "nobody can log in")
  private static let bad = TestCase(
    "clock", .system, .failed, message: "it is 1970", output: "0\n", place: "web.yaml:7:3")

  @Test(
    arguments: [
      ([], false, nil), ([good], true, nil), ([skipped], false, nil), ([good, skipped], true, nil),
      ([good, bad], false, "clock: it is 1970"),
      ([TestCase("boot", .boot, .failed, message: "its kernel panicked")], false, "its kernel panicked"),
      (
        [good, bad, TestCase("ports", .ports, .failed)], false,
        "2 of 3 tests failed: clock: it is 1970; ports"
      ),
    ] as [([TestCase], Bool, String?)])
  func whatPassedIsWhatWasLookedAtAndDidNotFail(tests: [TestCase], passed: Bool, fault: String?) {
    let report = TestReport(of: Self.image, tests: tests)
    #expect(report.passed == passed)
    #expect(report.fault == fault)
  }

  @Test func theFileSaysAllOfIt() throws {
    let report = TestReport(
      of: Self.image, tests: [Self.good, Self.bad],
      untested: [.init("console login", because: "it is silent")], ports: [ListeningPort(22, of: ["sshd"])],
      accelerator: "tcg", seconds: 70.04, tested: Date(timeIntervalSince1970: 1_795_000_000.5))
    let bytes = try report.encoded()
    #expect(try TestReport(bytes) == report)
    let document = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect(
      Set(document.keys) == [
        "format", "image", "passed", "accelerator", "seconds", "tested", "untested", "tests", "ports",
      ])
    #expect(document["tested"] as? String == "2026-11-18T11:06:40Z")
    #expect(document["seconds"] as? Double == 70)
    let tests = try #require(document["tests"] as? [[String: Any]])
    #expect(Set(tests[1].keys) == ["name", "kind", "outcome", "seconds", "message", "output", "place"])
    #expect(tests[0]["seconds"] as? Double == 61.235)
    #expect(throws: (any Error).self) { try TestReport(Array("{\"format\":1,\"format\":1}".utf8)) }
  }

  @Test func anUntestedImageHasNotPassed() {
    let report = TestReport(untested: Self.image, because: "--no-test")
    #expect(!report.passed)
    #expect(report.fault == nil)
    #expect(report.untested == [.init("everything", because: "--no-test")])
  }

  /// A guest's words are anybody's.
  @Test func wordsOfAGuestSteerNoTerminalAndFillNoReport() {
    let hostile = "\u{1B}[2Jno\u{9B}\u{202E}way\r\nsecond"
    let result = TestCase(
      hostile, .script, .failed, message: hostile,
      output: hostile + "\n" + String(repeating: "x", count: 1 << 20))
    #expect(result.name == " [2Jno  way  second")
    #expect(result.message == result.name)
    #expect(result.output?.count == 8192)
    #expect(TestCase("a", .script, .passed, output: "\u{1B}[31mred\r\nline\n\n").output == "[31mred\nline")
    #expect(TestCase("a", .script, .passed, output: " \n\u{0}").output == nil)
  }

  @Test func junitHasACaseForEachTest() {
    let report = TestReport(
      of: Self.image, tests: [Self.good, Self.bad, Self.skipped],
      untested: [.init("ports", because: "none & \"so\"")],
      seconds: 70)
    #expect(
      report.junit == """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites>
          <testsuite name="web-1.2.0" tests="4" failures="1" errors="0" skipped="2" time="70.0">
            <testcase classname="web.boot" name="boot" time="61.235"/>
            <testcase classname="web.system" name="clock" time="0.0">
              <failure message="it is 1970">asked for at web.yaml:7:3</failure>
              <system-out>0</system-out>
            </testcase>
            <testcase classname="web.file" name="file /a" time="0.0">
              <skipped message="nobody can log in"/>
            </testcase>
            <testcase classname="web.untested" name="ports" time="0">
              <skipped message="none &amp; &quot;so&quot;"/>
            </testcase>
          </testsuite>
        </testsuites>

        """)
  }
}
