public import Foundation
import Planning

extension NightlyReport {
  /// What an appliance was like in one run.
  public struct Point: Hashable, Sendable, Codable {
    /// When the run began; in whole seconds.
    public var run: Date
    /// Of its image; nil where there was none. So is what follows.
    public var bytes: UInt64?
    public var packages: Int?
    /// Packages that had newer versions when the run ended; nil also where that was not found out.
    public var updates: Int?
    /// What its jobs took; nil where nothing was built.
    public var seconds: Double?
    /// From the machine's start to the login; nil where nobody saw it.
    public var bootSeconds: Double?

    init(run: Date, _ appliance: Appliance) {
      self.run = run
      guard appliance.outcome.isGood else { return }
      bytes = appliance.image?.bytes
      packages = appliance.image?.packages
      updates = appliance.findings?.updates?.count
      if appliance.outcome == .built { seconds = appliance.seconds }
      if let boot = appliance.boot, boot.outcome == .booted { bootSeconds = boot.seconds }
    }
  }

  /// The runs that a trend goes back to.
  static let trendLength = 30
}

extension [NightlyReport.Appliance] {
  /// Each with its trend over earlier runs up to this one, the oldest first.
  ///
  /// - Parameter earlier: the last one first.
  func withTrends(over earlier: [NightlyReport], to run: Date) -> Self {
    let former = earlier.prefix(NightlyReport.trendLength - 1).reversed()
    return map { appliance in
      let points = former.compactMap { report in
        report.appliances.first { $0.name == appliance.name }.map {
          NightlyReport.Point(run: report.start, $0)
        }
      }
      var appliance = appliance
      appliance.trend = points.isEmpty ? nil : points + [NightlyReport.Point(run: run, appliance)]
      return appliance
    }
  }
}
