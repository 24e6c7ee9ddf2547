import Families
import Images
import Media
import Planning
import Testing

@testable import Freshness
@testable import Storage

struct ChainPackagesTests {
  private static let keys = ["disk", "base", "web", "page"].map(LayerKey.init(hex:))

  private func package(_ name: String, _ version: String) -> InstalledPackage {
    InstalledPackage(name: name, version: version, architecture: "all")
  }

  private func packages(_ lines: String...) -> StoredPackages {
    StoredPackages(
      format: "deb",
      packages: lines.map {
        package(String($0.split(separator: " ")[0]), String($0.split(separator: " ")[1]))
      })
  }

  private func origin(of name: String, _ version: String, in contents: [String: StoredPackages]) -> String? {
    let update = PackageUpdate(
      name: name, architecture: "all", installed: version, available: "9", isSecurity: false)
    return ChainPackages(Self.keys) { contents[$0.hex] }?.origin(of: update)?.hex
  }

  @Test func anUpdateBelongsToTheLayerThatBroughtTheOutdatedVersion() {
    let contents = [
      "base": packages("a 1", "b 1"), "web": packages("a 1", "b 2", "c 1"),
      "page": packages("a 1", "b 2", "c 1"),
    ]
    #expect(origin(of: "a", "1", in: contents) == "base")
    #expect(origin(of: "b", "2", in: contents) == "web")
    #expect(origin(of: "c", "1", in: contents) == "web")
  }

  @Test func whereThatCannotBeToldTheLastLayerIsRenewed() {
    let contents = ["web": packages("a 1"), "page": packages("a 1")]
    #expect(origin(of: "a", "1", in: contents) == "page")
  }

  @Test func withoutARecordOfTheLastLayerNothingIsKnown() {
    #expect(ChainPackages(Self.keys) { ["base": packages("a 1")][$0.hex] } == nil)
  }
}
