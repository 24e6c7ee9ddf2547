import Failures
import Images
import Testing

@testable import Imaging

struct ResidueFoundTests {
  private func found(_ findings: [ResidueFinding]) -> ResidueFound {
    ResidueFound(
      report: ResidueReport(image: .init(name: "web"), findings: findings, checked: []),
      path: "/logs/residue.json")
  }

  @Test func aFailureSaysWhatAndWhere() {
    let key = ResidueFinding(kind: .privateKey, path: "/srv/key.pem", offset: 0, message: "private key")
    let diagnosis = found([key]).diagnosis(knowing: .none)
    #expect(diagnosis.cause == .residueFound)
    #expect(diagnosis.message == "the image holds what should not be in it: private-key:")
    #expect(
      diagnosis.evidence.flatMap(\.lines) == [
        "private-key: /srv/key.pem: private key", "report: /logs/residue.json",
      ])
  }

  @Test func manyFindingsAreCut() {
    let tokens = (0..<15).map { ResidueFinding(kind: .token, path: "/srv/\($0)", message: "token of GitHub") }
    let lines = found(tokens).description.split(separator: "\n")
    #expect(lines.first == "the image holds what should not be in it: 15 findings:")
    #expect(lines.count == 13 && lines[11] == "  and 5 more")
  }
}
