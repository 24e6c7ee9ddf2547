import Testing

@testable import Machine

/// Against a monitor that does as it is told; a real one is in VirtualMachineTests.
struct QMPClientTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func client(answer: @escaping @Sendable (String) -> String?) async throws -> QMPClient {
    let monitor = try FakeMonitor(in: scratch, answer: FakeMonitor.afterHandshake(answer))
    return try await QMPClient.connect(to: monitor.path, timeout: .seconds(10))
  }

  @Test func aCommandGetsItsAnswer() async throws {
    let client = try await client { line in
      line.contains(#""execute":"query-status","id":2"#)
        ? #"{"return": {"status": "paused"}, "id": 2}"# + "\r\n" : ""
    }
    #expect(try await client.runState() == "paused")
  }

  @Test func eventsAndStrangersBetweenCommandAndAnswerDoNoHarm() async throws {
    let client = try await client { _ in
      #"{"event": "STOP"}"# + "\n" + #"{"return": 1, "id": 99}"# + "\n" + #"{"return": 7, "id": 2}"# + "\n"
    }
    #expect(try await client.execute("x") == .integer(7))
    #expect(await client.events.first { _ in true } == QMPEvent(name: "STOP"))
  }

  @Test func aRefusalCarriesTheMonitorsOwnWords() async throws {
    let client = try await client { _ in
      #"{"error": {"class": "GenericError", "desc": "no such disk"}, "id": 2}"# + "\n"
    }
    let error = await #expect(throws: QMPError.self) { try await client.execute("x") }
    #expect(error?.description == "QEMU refused: no such disk")
  }

  @Test func aMonitorThatDoesNotAnswerTimesOutButTheSessionLasts() async throws {
    let client = try await client { line in line.contains("slow") ? "" : #"{"return": 1, "id": 3}"# + "\n" }
    let limit = Duration.milliseconds(50)
    await #expect(throws: QMPError.timedOut(command: "slow", after: limit)) {
      try await client.execute("slow", timeout: limit)
    }
    #expect(try await client.execute("quick") == .integer(1))
  }

  @Test(arguments: [
    "garbage\n", "{}\n", "\u{0}\n", #"{"return": {}}"# + "\n", String(repeating: "[", count: 50_000) + "\n",
  ]) func whatIsNoQMPEndsTheSession(answer: String) async throws {
    let client = try await client { _ in answer }
    let malformed = QMPError.malformed(String(answer.dropLast().prefix(100)))
    await #expect(throws: malformed) { try await client.execute("x") }
    await #expect(throws: malformed) { try await client.execute("y") }
    #expect(await client.events.first { _ in true } == nil)
  }

  @Test func aLineWithoutEndEndsTheSession() async throws {
    let client = try await client { _ in String(repeating: "x", count: 2 << 20) }
    await #expect(throws: QMPError.closed) { try await client.execute("x") }
  }

  @Test func aMonitorThatHangsUpFailsWhatWaits() async throws {
    let client = try await client { _ in nil }
    await #expect(throws: QMPError.closed) { try await client.execute("x") }
    #expect(await client.events.first { _ in true } == nil)
  }

  @Test func closingFailsWhatWaits() async throws {
    let client = try await client { _ in "" }
    let answer = Task { try await client.execute("x") }
    await client.close()
    await #expect(throws: QMPError.closed) { try await answer.value }
  }

  @Test func cancellingATaskEndsItsCommand() async throws {
    let client = try await client { _ in "" }
    let task = Task { try await client.execute("x", timeout: .seconds(600)) }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test func noSocketIsAnErrorAfterTheLimit() async throws {
    let path = scratch.file("nothing")
    await #expect(throws: QMPError.cannotConnect(path: path, reason: "No such file or directory")) {
      try await QMPClient.connect(to: path, timeout: .milliseconds(50))
    }
  }

  @Test func aPathTooLongForASocketIsNamed() async throws {
    let path = "/" + String(repeating: "x", count: 107)
    await #expect(throws: QMPError.cannotConnect(path: path, reason: "the path is over 107 bytes")) {
      try await QMPClient.connect(to: path, timeout: .milliseconds(1))
    }
  }

  @Test func aPeerThatNeverGreetsTimesOut() async throws {
    let monitor = try FakeMonitor(in: scratch) { _ in "" }
    let error = await #expect(throws: QMPError.self) {
      try await QMPClient.connect(to: monitor.path, timeout: .milliseconds(100))
    }
    guard case .timedOut("qmp_capabilities", _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}
