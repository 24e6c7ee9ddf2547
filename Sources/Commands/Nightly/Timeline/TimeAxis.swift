/// Where a time axis has its ticks: at most seven, at times that people count in.
struct TimeAxis: Hashable, Sendable {
  struct Tick: Hashable, Sendable {
    /// Part of the whole width, from 0 to 1.
    let place: Double
    let label: String
  }

  let ticks: [Tick]

  /// - Parameter span: seconds, more than 0.
  init(span: Double) {
    let step = Self.steps.first { span / Double($0) <= 6 } ?? Self.days(span)
    ticks = (0...Int(span / Double(step))).map { index in
      Tick(place: Double(index * step) / span, label: Self.label(index * step))
    }
  }

  /// Seconds.
  private static let steps =
    [1, 2, 5, 10, 15, 30] + [1, 2, 5, 10, 15, 30].map { $0 * 60 } + [1, 2, 3, 6, 12, 24].map { $0 * 3600 }

  private static func days(_ span: Double) -> Int { Int((span / 6 / 86400).rounded(.up)) * 86400 }

  private static func label(_ seconds: Int) -> String {
    switch seconds {
    case 0: "0"
    case ..<60: "\(seconds) s"
    case ..<3600 where seconds % 60 == 0: "\(seconds / 60) min"
    case ..<3600: "\(seconds / 60):\(two(seconds % 60)) min"
    case let whole where whole % 3600 == 0: "\(whole / 3600) h"
    default: "\(seconds / 3600):\(two(seconds / 60 % 60)) h"
    }
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
