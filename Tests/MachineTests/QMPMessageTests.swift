import Testing

@testable import Machine

struct QMPMessageTests {
  static let messages: [(String, QMPMessage)] = [
    (
      #"{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": ""}, "capabilities": []}}"#,
      .greeting
    ),
    (#"{"return": {}, "id": 3}"#, .reply(id: 3, .object([:]))),
    (
      #"{"id": 4, "return": {"status": "running", "singlestep": false, "n": [1, 2.5, null]}}"#,
      .reply(
        id: 4,
        .object([
          "status": .string("running"), "singlestep": .bool(false),
          "n": .array([.integer(1), .number(2.5), .null]),
        ]))
    ),
    (
      #"{"id": 5, "error": {"class": "CommandNotFound", "desc": "The command x has not been found"}}"#,
      .failure(id: 5, .refused(class: "CommandNotFound", reason: "The command x has not been found"))
    ),
    (
      #"{"error": {"class": "GenericError", "desc": "JSON parse error"}}"#,
      .failure(id: nil, .refused(class: "GenericError", reason: "JSON parse error"))
    ),
    (#"{"error": 7}"#, .failure(id: nil, .refused(class: "GenericError", reason: "no description"))),
    (
      #"{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "SHUTDOWN", "data": {"guest": true}}"#,
      .event(QMPEvent(name: "SHUTDOWN", data: .object(["guest": .bool(true)])))
    ),
    (#"{"event": "STOP"}"#, .event(QMPEvent(name: "STOP"))),
  ]

  @Test(arguments: messages) func aLineOfTheProtocolIsRead(line: String, expected: QMPMessage) {
    #expect(QMPMessage(line: line.utf8) == expected)
  }

  @Test(arguments: [
    "", "{", "nonsense", "[]", "null", "{}", #"{"return": {}}"#, #"{"return": {}, "id": "three"}"#,
    #"{"event": 1}"#,
    #"{"return": {}, "id": 3} trailing"#, String(repeating: "[", count: 100_000),
    String(repeating: #"{"a":"#, count: 20_000), "\u{0}\u{1}",
  ]) func anythingElseIsNoMessage(line: String) {
    #expect(QMPMessage(line: line.utf8) == nil)
  }

  @Test func bytesThatAreNoTextAreNoMessage() {
    #expect(QMPMessage(line: [0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]) == nil)
  }

  @Test func aRequestIsOneLine() throws {
    let plain = QMPMessage.request("quit", [:], id: 1)
    #expect(String(decoding: plain, as: UTF8.self) == #"{"execute":"quit","id":1}"# + "\n")
    let full = QMPMessage.request("x", ["path": .string("/a\n\"b"), "on": .bool(true)], id: 2)
    #expect(
      String(decoding: full, as: UTF8.self)
        == #"{"arguments":{"on":true,"path":"/a\n\"b"},"execute":"x","id":2}"# + "\n")
  }
}
