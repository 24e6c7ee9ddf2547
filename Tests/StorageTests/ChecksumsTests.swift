import Testing

@testable import Storage

struct ChecksumsTests {
  private static let a = String(repeating: "a", count: 64)
  private static let b = String(repeating: "b", count: 64)

  @Test(arguments: [
    ("", ["web.qcow2": a], "\(a)  web.qcow2\n"),
    ("\(b)  web.qcow2\n", ["web.qcow2": a], "\(a)  web.qcow2\n"),
    ("\(b)  other.json\n", ["web.qcow2": a], "\(b)  other.json\n\(a)  web.qcow2\n"),
    ("damaged\n", ["web.qcow2": a], "\(a)  web.qcow2\n"),
  ])
  func filesAreEnteredInPlaceOfThemselves(before: String, added: [String: String], after: String) {
    #expect(Checksums.merge(added, into: before) == after)
  }
}
