import Foundation
import Planning

extension Capacity {
  /// What this host has now: its processors, and the memory that can be had without swapping (`MemAvailable` in proc(5)).
  ///
  /// - Parameter jobs: how many may run at once; nil for as many as there are processors.
  public static func ofHost(jobs: Int? = nil) -> Capacity {
    let cpus = ProcessInfo.processInfo.activeProcessorCount
    let available = availableMemory() ?? ProcessInfo.processInfo.physicalMemory
    // What else this host does needs some, too.
    return Capacity(jobs: jobs ?? cpus, cpus: max(cpus, jobs ?? 1), memory: available / 10 * 9)
  }

  private static func availableMemory() -> UInt64? {
    guard let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("MemAvailable:") })
    else { return nil }
    return line.split(separator: " ").dropFirst().first.flatMap { UInt64($0) }.map { $0 << 10 }
  }
}
