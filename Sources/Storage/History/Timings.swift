import Files
import Foundation
import JSON
import Planning

/// How long jobs took when they were last done: for the order of the next run, and to tell people how long it takes.
public struct Timings: Codable, Sendable, Hashable {
  /// Seconds, by recipe and part.
  private var seconds: [String: Double] = [:]

  init() {}

  /// How long the job took last time; nil when it was never done.
  func last(_ job: Job) -> Double? { seconds[job.task.content.subject] }

  /// How long a job is thought to take: as last time, else as others of its kind usually do in emulation.
  public func expected(_ job: Job) -> Double {
    last(job) ?? job.task.content.usualSeconds
  }

  mutating func note(_ time: Double, for job: Job) {
    seconds[job.task.content.subject] = (time * 10).rounded() / 10
  }
}

extension BuildHistory {
  private var timingsFile: String { "\(folder)/.timings.json" }

  /// What earlier runs took; empty when none did, or the file is damaged: it is only a guess.
  public func timings() -> Timings {
    document(Timings.self, at: timingsFile) ?? Timings()
  }

  /// Remembers how long a job took, beside what other runs remember at the same time.
  public func remember(_ seconds: Double, of job: Job) async throws {
    let lock = try await Lock.acquire("\(timingsFile).lock") { _ in }
    defer { withExtendedLifetime(lock) {} }
    var timings = timings()
    timings.note(seconds, for: job)
    try FileSystem.write(try prettyJSON(timings), to: timingsFile)
  }
}
