import Foundation
import Recipes
import Testing

@testable import AnswerFiles

/// The reports that the sections make, run as Anaconda would, with a `curl` that notes its arguments.
@Suite struct KickstartScriptTests {
  private static func calls(_ headers: [String]) throws -> [String] {
    let scripts = try headers.flatMap { try bodies(rocky(), $0) }.joined()
    return try withFolder { folder in
      let curl = folder.appending(path: "curl")
      let calls = folder.appending(path: "calls")
      try Data("#!/bin/sh\necho \"$@\" >> \(calls.path)\n".utf8).write(to: curl)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: curl.path)
      for log in ["anaconda.log", "program.log"] {
        try Data("\(log)\n".utf8).write(to: folder.appending(path: log))
      }
      let moved = scripts.replacing("/tmp/", with: folder.path + "/")
      let (status, output) = try execute(
        ["sh", "-e", "-c", moved], environment: ["PATH": "\(folder.path):/usr/bin:/bin"])
      #expect(status == 0, "\(output)")
      return try String(contentsOf: calls, encoding: .utf8).split(separator: "\n")
        .compactMap { $0.split(separator: " ").last.map(String.init) }
    }
  }

  @Test func eachStageIsReported() throws {
    #expect(
      try Self.calls(["%pre", "%pre-install", "%post --nochroot"]) == [
        "@KILN_REPORT@/phase/started", "@KILN_REPORT@/phase/partitioning",
        "@KILN_REPORT@/phase/bootstrapping", "@KILN_REPORT@/phase/finishing", "@KILN_REPORT@/log",
        "@KILN_REPORT@/phase/finished",
      ])
  }

  @Test func aFailureIsReportedWithBothLogs() throws {
    #expect(
      try Self.calls(["%pre", "%onerror"]).suffix(2) == ["@KILN_REPORT@/log", "@KILN_REPORT@/phase/failed"])
  }
}
