import Recipes
import Testing

@testable import Partitioning

@Suite struct SharesTests {
  private func growing(_ least: UInt64, _ maximum: UInt64? = nil) -> Storage.Extent {
    Storage.Extent(size: least << 20, grow: true, maximum: maximum.map { $0 << 20 })
  }

  @Test func thoseThatGrowShareAlikeUpToTheirBounds() {
    func sizes(_ extents: [Storage.Extent], _ room: UInt64) -> [UInt64] {
      shares(of: room << 20, among: extents).map { $0 >> 20 }
    }
    #expect(sizes([growing(100)], 1000) == [1000])
    #expect(sizes([growing(100, 150), growing(100), Storage.Extent(size: 1)], 1001) == [150, 850, 1])
    #expect(sizes([growing(100, 900), growing(100, 110)], 500) == [390, 110])
    #expect(sizes([growing(100, 150), growing(100, 150)], 1000) == [150, 150])
    #expect(sizes([growing(100), growing(200)], 301) == [100, 201])
    #expect(sizes([growing(100, 50), growing(100)], 300) == [100, 200])
    #expect(sizes([growing(100), growing(100)], 150) == [100, 100])
  }
}
