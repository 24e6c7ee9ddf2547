import Console
import Factory
import Foundation
import Planning

/// What a nightly report says in words, on the page as in the text.
extension NightlyReport {
  /// One sentence for all of it.
  var verdict: String {
    let bad = appliances.count { !$0.isGood }
    if bad > 0 {
      return appliances.count == 1 ? "The image failed" : "\(bad) of \(appliances.count) images failed"
    }
    guard problems.isEmpty else { return "The run failed" }
    let unchecked = appliances.count { $0.boot?.outcome == .unchecked }
    let all = appliances.count == 1 ? "The image is there" : "All \(appliances.count) images are there"
    switch (unchecked, appliances.count) {
    case (0, 1): return "\(all), and boots"
    case (0, _): return "\(all), and boot"
    default: return "\(all); \(unchecked) could not be booted"
    }
  }

  var time: String { formatted(.seconds(seconds.rounded())) }

  /// What made it, in a line.
  var provenance: String {
    let tools = tools.map { ["Kiln \($0.kiln)", "QEMU \($0.qemu)", "libguestfs \($0.libguestfs)"] } ?? []
    let freed = freed.flatMap { $0 > 0 ? ["\(formatted(bytes: $0)) of unneeded layers freed"] : nil } ?? []
    return ([host] + tools + (accelerator.map { [$0.uppercased()] } ?? []) + freed).joined(separator: " · ")
  }
}

extension NightlyReport.Appliance {
  /// What became of it, in a word or three.
  var status: String { outcome.isGood && !isGood ? "does not boot" : outcome.rawValue }

  /// Why.
  var explanation: String {
    if let fault { return fault.message }
    if outcome == .skipped { return "the run ended before its turn" }
    if !reasons.isEmpty { return reasons.joined(separator: "; ") }
    return outcome == .built ? "the image was missing, or is described otherwise" : "nothing changed"
  }

  /// How it booted.
  var bootText: String {
    guard let boot else { return "" }
    switch boot.outcome {
    case .booted: return "login after \(formatted(.seconds(boot.seconds.rounded())))"
    case .failed: return "failed after \(formatted(.seconds(boot.seconds.rounded())))"
    case .unchecked: return boot.message ?? "not checked"
    }
  }

  var timeText: String { seconds > 0 ? formatted(.seconds(seconds.rounded())) : "" }

  var sizeText: String { image.map { formatted(bytes: $0.bytes) } ?? "" }

  /// `+1.2 MiB`; nil where nothing is known or nothing changed.
  var sizeChange: String? {
    guard let bytes = change?.bytes, bytes != 0 else { return nil }
    return (bytes < 0 ? "−" : "+") + formatted(bytes: bytes.magnitude)
  }

  var packageText: String { image.map { "\($0.packages)" } ?? "" }

  /// `+2`, or `3 changed`; nil where nothing is known or nothing changed.
  var packageChange: String? {
    guard let change else { return nil }
    guard let names = change.byName, !names.isEmpty else {
      return change.packages == 0 ? nil : (change.packages < 0 ? "−" : "+") + "\(change.packages.magnitude)"
    }
    let parts = [(names.added.count, "new"), (names.removed.count, "gone"), (names.changed.count, "changed")]
    return parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }
}

extension PackageChanges {
  /// A line for each package.
  var lines: [String] {
    added.map { "+ \($0)" } + removed.map { "− \($0)" } + changed.map { "\($0.name) \($0.from) → \($0.to)" }
  }
}

/// `2026-11-21 02:00 UTC`.
func readableTime(_ time: Date) -> String {
  let text = time.ISO8601Format()
  return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) UTC"
}

/// An appliance and how deep it stands in the tree of those reported.
struct TreeRow {
  let appliance: NightlyReport.Appliance
  /// 0 for one whose parent is not in the report.
  let depth: Int

  /// - Parameter appliances: parents before their children.
  static func rows(of appliances: [NightlyReport.Appliance]) -> [TreeRow] {
    var depths: [String: Int] = [:]
    return appliances.map { appliance in
      let depth = appliance.parent.flatMap { depths[$0] }.map { $0 + 1 } ?? 0
      depths[appliance.name] = depth
      return TreeRow(appliance: appliance, depth: depth)
    }
  }
}
