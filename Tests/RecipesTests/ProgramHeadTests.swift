import Testing

@testable import Recipes

struct ProgramHeadTests {
  private func problem(_ text: String) -> String? {
    ProgramHead(Array(text.utf8)).problem.map { "1:\($0.column): \($0.message)" }
  }

  @Test(
    "case 09: what cannot run is said",
    arguments: [
      ("#!/bin/sh\r\nset -e\r\n", "1:10: line 1 ends with a carriage return"),
      ("set -e\r\necho\r\n", "1:7: line 1 ends with a carriage return"),
      ("\u{FEFF}#!/bin/sh\n", "1:1: begins with a byte order mark"),
      ("", "1:1: the file is empty"),
      ("#!\n", "1:3: line 1 names no interpreter"), ("#!  \t \nx", "1:3: line 1 names no interpreter"),
      ("#! python3\n", "1:4: the interpreter 'python3' is no absolute path: write '#!/usr/bin/env python3'"),
      ("#!/" + String(repeating: "a", count: 300), "1:1: line 1 is longer than the 255 bytes"),
      ("MZ\u{0}\u{1}", "1:1: is neither a script nor a program that Linux runs"),
    ])
  func whatCannotRunIsSaid(text: String, start: String) {
    let found = problem(text)
    #expect(found?.hasPrefix(start) == true, "\(found ?? "nothing")")
  }

  @Test(arguments: [
    ("#!/bin/sh\ntrue\n", nil as Int?), ("#!/bin/sh\ntrue\nfalse\r\n", 3), ("#!/bin/sh\n\r\n", 2),
    ("true\nfalse\r", 2),
  ])
  func aCarriageReturnInALaterLineIsFound(text: String, line: Int?) {
    #expect(ProgramHead(Array(text.utf8)).carriageReturnLine == line)
  }

  @Test func textInUTF16IsSaid() {
    #expect(ProgramHead([0xFF, 0xFE, 0x23, 0]).problem?.message == "is text in UTF-16: save it as UTF-8")
  }

  @Test(arguments: [
    ("#!/bin/sh\nset -e\r\n", "/bin/sh"), ("#! /usr/bin/env\tpython3 \n", "/usr/bin/env"),
    ("#!/usr/bin/awk -f", "/usr/bin/awk"), ("echo hello\n", nil), ("\n", nil),
  ])
  func interpretersAreFound(text: String, interpreter: String?) {
    let head = ProgramHead(Array(text.utf8))
    #expect(head.problem == nil)
    #expect(head.interpreter == interpreter)
    #expect(head.architecture == nil)
  }

  @Test func programsHaveALoaderAndAProcessor() throws {
    let head = ProgramHead(try HostFile.read("/bin/ls", limit: 64 << 10))
    #expect(head.architecture == "x86_64")
    #expect(head.interpreter == "/lib64/ld-linux-x86-64.so.2")
    #expect(head.problem(on: "x86_64") == nil)
    #expect(
      head.problem(on: "aarch64")?.message == "is a program for x86_64, and the system is for aarch64")
    var bytes = try HostFile.read("/bin/ls", limit: 64 << 10)
    bytes[4] = 1
    #expect(ProgramHead(bytes).problem(on: "x86_64")?.message.hasPrefix("is a program for another") == true)
  }

  /// No offset in it is believed.
  @Test func brokenProgramsAreRead() throws {
    let good = Array(try HostFile.read("/bin/ls", limit: 4096).prefix(4096))
    for offset in 16..<200 {
      for value: UInt8 in [0, 1, 0x7F, 0xFF] {
        var bytes = good
        bytes[offset] = value
        _ = ProgramHead(bytes)
      }
      _ = ProgramHead(good.prefix(offset))
    }
  }
}
