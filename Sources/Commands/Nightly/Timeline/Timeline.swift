import Factory
import Planning

/// A run's jobs laid out in time: lanes from top to bottom, so that no two bars of one lane overlap.
struct Timeline: Hashable, Sendable {
  /// One job.
  struct Bar: Hashable, Sendable {
    let job: NightlyReport.Job
    /// From 0.
    let lane: Int
    /// Parts of the whole width, from 0 to 1.
    let start: Double
    let width: Double
  }

  let bars: [Bar]
  let lanes: Int
  let axis: TimeAxis

  /// - Parameter seconds: of the whole run; more where a job ended later.
  init(_ jobs: [NightlyReport.Job], seconds: Double) {
    let span = max(seconds, jobs.map { $0.start + $0.seconds }.max() ?? 0, 1)
    var ends: [Double] = []
    bars = jobs.sorted { $0.start < $1.start }.map { job in
      // Clocks are read one after the other: a job may seem to begin before the one that it waited for ended.
      let lane = ends.firstIndex { $0 <= job.start + 0.05 } ?? ends.count
      if lane == ends.count { ends.append(0) }
      ends[lane] = job.start + job.seconds
      let width = max(job.seconds / span, Self.narrowest)
      return Bar(job: job, lane: lane, start: min(job.start / span, 1 - width), width: width)
    }
    lanes = ends.count
    axis = TimeAxis(span: span)
  }

  /// Of the whole width: what can still be seen, and pointed at.
  static let narrowest = 0.004
}
