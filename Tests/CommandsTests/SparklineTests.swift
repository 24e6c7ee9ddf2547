import Testing

@testable import Commands

struct SparklineTests {
  @Test(
    "a line goes from the margin at the bottom to that at the top, and is broken where a value is missing",
    arguments: [
      ([], []), ([nil, nil], []), ([5], [[(3, 12)]]), ([5, 5], [[(3, 12), (117, 12)]]),
      ([0, 10], [[(3, 21), (117, 3)]]), ([10, 5, 0], [[(3, 3), (60, 12), (117, 21)]]),
      ([0, nil, 10], [[(3, 21)], [(117, 3)]]),
    ] as [([Double?], [[(Double, Double)]])])
  func places(values: [Double?], expected: [[(Double, Double)]]) {
    #expect(Sparkline(values).lines == expected.map { $0.map { Sparkline.Place(x: $0.0, y: $0.1) } })
  }

  @Test(
    arguments: [
      ([1, nil, 4], "2 of 3 runs, from 1 to 4", "4"), ([2, 2], "2 of 2 runs, always 2", "2"),
    ] as [([Double?], String, String)])
  func whatItShowsIsSaid(values: [Double?], label: String, last: String) {
    let source = Sparkline(values).markup { "\(Int($0))" }.map(\.source).joined()
    #expect(source.contains("aria-label=\"\(label)\"") && source.contains(">\(last)</span>"))
  }

  @Test func whatWasNeverThereHasNoPicture() {
    #expect(Sparkline([nil, nil]).markup { "\($0)" } == [])
  }
}
