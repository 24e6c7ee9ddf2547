import JSON
import Testing

/// The form that keys are made of: complete, and without what is at its default.
struct CanonicalEncodingTests {
  struct Sample: Encodable, Sendable {
    var name = ""
    var count = 0
    var flag = false
    var maybe: String?
    var list: [Bool] = []
    var table: [String: [Int]] = [:]
    var choice = Choice.none
    var inner = Inner()
  }

  struct Inner: Encodable, Sendable {
    var place: String?
    var level = 3
  }

  enum Choice: Encodable, Sendable {
    case none
    case all
    case some(Bool, named: String?)
  }

  private func text(_ sample: Sample) throws -> String {
    let omissions = [
      ObjectIdentifier(Inner.self): Omission(["place"], defaults: ["level": .integer(3)])
    ]
    return try canonicalJSON(sample, omitting: omissions)
  }

  @Test(
    arguments: [
      (Sample(), #"{"choice":{"none":{}},"count":0,"name":""}"#),
      (Sample(flag: true), #"{"choice":{"none":{}},"count":0,"flag":true,"name":""}"#),
      (Sample(maybe: ""), #"{"choice":{"none":{}},"count":0,"maybe":"","name":""}"#),
      // What a list or a dictionary has is never at a default.
      (Sample(list: [false]), #"{"choice":{"none":{}},"count":0,"list":[false],"name":""}"#),
      (Sample(table: ["a": []]), #"{"choice":{"none":{}},"count":0,"name":"","table":{"a":[]}}"#),
      // Nor is a case one.
      (Sample(choice: .all), #"{"choice":{"all":{}},"count":0,"name":""}"#),
      (
        Sample(choice: .some(false, named: nil)), #"{"choice":{"some":{}},"count":0,"name":""}"#
      ),
      (
        Sample(choice: .some(true, named: "x")),
        #"{"choice":{"some":{"_0":true,"named":"x"}},"count":0,"name":""}"#
      ),
      (Sample(inner: Inner(place: "here")), #"{"choice":{"none":{}},"count":0,"name":""}"#),
      (Sample(inner: Inner(level: 4)), #"{"choice":{"none":{}},"count":0,"inner":{"level":4},"name":""}"#),
    ] as [(Sample, String)])
  func onlyDefaultsAndWhatIsNamedAreLeftOut(sample: Sample, expected: String) throws {
    #expect(try text(sample) == expected)
  }

  /// Doubles hold every integer up to 2^53 only: two that are no more than one apart must differ.
  @Test(
    arguments: [
      (1 << 53, #"{"a":9007199254740992}"#), ((1 << 53) + 1, #"{"a":"9007199254740993"}"#),
      (.max, #"{"a":"18446744073709551615"}"#),
    ] as [(UInt64, String)])
  func noTwoIntegersAreWrittenAlike(integer: UInt64, expected: String) throws {
    #expect(try canonicalJSON(["a": integer], omitting: [:]) == expected)
  }
}
