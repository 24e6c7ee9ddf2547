import Foundation
import JSON
import Recipes
import Testing

@testable import Images

struct ResidueReportTests {
  private static let image = DescribedImage(name: "web", version: "1.0", build: "1.0+1", digest: nil)

  private func report(_ findings: [ResidueFinding], _ allowances: [ResidueAllowance] = []) -> ResidueReport {
    ResidueReport(image: Self.image, findings: findings, allowances: allowances, checked: [.token])
  }

  @Test(
    arguments: [
      ("/srv/app/key.pem", nil, true), ("/srv/*/key.pem", nil, true), ("/srv/*", nil, false),
      ("/srv/**", nil, true), ("/srv/app/key.pem", .privateKey, true), ("/srv/app/key.pem", .token, false),
      ("free-space", nil, false), ("/**", nil, true),
    ] as [(String, ResidueKind?, Bool)])
  func anAllowanceFitsByPathAndKind(path: String, kind: ResidueKind?, isAllowed: Bool) {
    let allowance = ResidueAllowance(path: path, kind: kind, reason: "for tests")
    let report = report(
      [ResidueFinding(kind: .privateKey, path: "/srv/app/key.pem", message: "private key")], [allowance])
    #expect(report.clean == isAllowed)
    #expect(report.findings[0].allowed == (isAllowed ? "for tests" : nil))
    #expect(report.unused([allowance]) == (isAllowed ? [] : [allowance]))
  }

  @Test func freeSpaceIsAllowedByItsName() {
    let finding = ResidueFinding(kind: .token, offset: 512, message: "token")
    #expect(!report([finding], [ResidueAllowance(path: "/**", reason: "r")]).clean)
    #expect(report([finding], [ResidueAllowance(path: ResidueAllowance.freeSpace, reason: "r")]).clean)
  }

  /// Every finding has every key, and comes back as it was.
  @Test func itsJSONIsComplete() throws {
    let report = report([
      ResidueFinding(kind: .token, path: "/a", message: "token"),
      ResidueFinding(kind: .privateKey, offset: 7, message: "key"),
    ])
    let text = try compactJSON(report)
    #expect(
      String(decoding: text, as: UTF8.self).contains(
        #"{"allowed":null,"kind":"token","message":"token","offset":null,"path":"/a"}"#))
    #expect(try decodeJSON(ResidueReport.self, from: text) == report)
  }
}
