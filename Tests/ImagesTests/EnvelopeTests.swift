import Foundation
import Images
import JSON
import Testing

struct EnvelopeTests {
  /// The example of DSSE's protocol.md.
  @Test func whatIsSignedHasTypeAndPayloadWithTheirLengths() {
    let envelope = Envelope(
      payloadType: "http://example.com/HelloWorld", payload: Array("hello world".utf8))
    #expect(
      String(decoding: envelope.signed, as: UTF8.self)
        == "DSSEv1 29 http://example.com/HelloWorld 11 hello world")
  }

  @Test func lengthsAreOfBytes() {
    let envelope = Envelope(payloadType: "ä", payload: Array("é€".utf8))
    #expect(String(decoding: envelope.signed, as: UTF8.self) == "DSSEv1 2 ä 5 é€")
  }

  @Test func whatIsWrittenIsReadAgain() throws {
    let envelope = Envelope(
      payloadType: "text/plain", payload: [0, 255, 10],
      signatures: [.init(keyID: "k", bytes: [1, 2, 251, 239]), .init(keyID: nil, bytes: [])])
    #expect(try Envelope(reading: envelope.bytes) == envelope)
    let text = String(decoding: envelope.bytes, as: UTF8.self)
    // Both alphabets of base64 (envelope.md).
    let other = text.replacing(
      "AQL77w==", with: "AQL77w==".replacing("+", with: "-").replacing("/", with: "_"))
    #expect(try Envelope(reading: Array(other.utf8)) == envelope)
    #expect(text.hasSuffix("}\n") && !text.dropLast().contains("\n"))
  }

  @Test(arguments: [
    ("", "line 1, column 1: expected a value"),
    ("[]", "is no envelope: it lacks 'payload', 'payloadType' or 'signatures'"),
    (
      #"{"payload":"","payloadType":"x"}"#,
      "is no envelope: it lacks 'payload', 'payloadType' or 'signatures'"
    ),
    (
      #"{"payload":"","payload":"","payloadType":"x","signatures":[]}"#,
      "line 1, column 15: the key 'payload' stands twice"
    ),
    (#"{"payload":"*","payloadType":"x","signatures":[]}"#, "has a 'payload' that is no base64"),
    (#"{"payload":"","payloadType":"x","signatures":[{}]}"#, "has a signature without 'sig'"),
    (#"{"payload":"","payloadType":"x","signatures":[{"sig":"?"}]}"#, "has a 'sig' that is no base64"),
  ])
  func whatIsNoEnvelopeIsRefused(text: String, message: String) {
    #expect(throws: StatementFault(.malformed, message)) { try Envelope(reading: Array(text.utf8)) }
  }

  @Test(arguments: [
    (#"{"passed":true,"untested":[],"tests":[{"name":"a","outcome":"passed"}]}"#, TestResult.Result.passed),
    (#"{"passed":true,"tests":[]}"#, .passed),
    (#"{"passed":true,"untested":[{"what":"ssh"}],"tests":[]}"#, .warned),
    (#"{"passed":true,"untested":[],"tests":[{"name":"a","outcome":"skipped"}]}"#, .warned),
    (#"{"passed":false,"untested":[],"tests":[]}"#, .failed),
    (#"{"passed":true,"untested":[],"tests":[{"name":"a","outcome":"failed"}]}"#, .failed),
  ])
  func aRecordOfTestsIsAResult(text: String, result: TestResult.Result) throws {
    let found = try TestResult(try parseJSON(Array(text.utf8)), records: [])
    #expect(found.result == result)
    let statement = found.statement(of: [ResourceDescriptor(file: "a", sha256: "b")])
    #expect(try TestResult(predicate: statement.predicate) == found)
  }

  /// The same statement is the same bytes, and is read again as it was.
  @Test func aStatementIsReadAgain() throws {
    let statement = Statement(
      of: [
        ResourceDescriptor(
          name: "b", uri: "u", digest: ["sha256": "1", "gitCommit": "2"], mediaType: "m",
          annotations: ["z": .bool(true), "a": .integer(1)])
      ], predicateType: "t", predicate: .object(["b": .null, "a": .array([])]))
    #expect(
      String(decoding: statement.payload, as: UTF8.self)
        == #"{"_type":"https://in-toto.io/Statement/v1","predicate":{"a":[],"b":null},"predicateType":"t","subject":[{"annotations":{"a":1,"z":true},"digest":{"gitCommit":"2","sha256":"1"},"mediaType":"m","name":"b","uri":"u"}]}"#
    )
    let envelope = Envelope(payloadType: Statement.payloadType, payload: statement.payload)
    #expect(try Statement(in: envelope) == statement)
  }

  /// The longest name that has a descriptor or a provenance is the file's.
  @Test(
    arguments: [
      ("web-1.0.0.qcow2", "web-1.0.0"), ("web-1.0.0-data.qcow2", "web-1.0.0"),
      ("web-1.0.0.json", "web-1.0.0"),
      ("web-1.0.0.spdx.dsse.json", "web-1.0.0"), ("web-1.0.0-rc.1.qcow2", "web-1.0.0-rc.1"),
      ("mail-2.ova", "mail-2"),
      ("mail-20.ova", nil), ("web.qcow2", nil), ("SHA256SUMS", nil),
    ] as [(String, String?)])
  func aFileIsOfOneImage(file: String, stem: String?) {
    let names = [
      "web-1.0.0.json", "web-1.0.0.qcow2", "web-1.0.0-data.qcow2", "web-1.0.0.spdx.json",
      "web-1.0.0.spdx.dsse.json",
      "web-1.0.0-rc.1.json", "web-1.0.0-rc.1.qcow2", "mail-2.provenance.dsse.json", "SHA256SUMS",
    ]
    #expect(PresentedImage.stem(of: file, among: names) == stem)
  }
}
