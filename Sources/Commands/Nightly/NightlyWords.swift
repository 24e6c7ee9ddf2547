import Console
import Factory
import Foundation
import Images
import Planning

/// What a nightly report says in words, on the page as in the text.
extension NightlyReport {
  /// One sentence for all of it.
  var verdict: String { ([outcome] + qualifications).joined(separator: "; ") }

  /// What became of the images.
  private var outcome: String {
    let all = appliances.count
    if interrupted == true {
      return "The run was interrupted, with \(appliances.count(where: \.isGood)) of \(all) images there"
    }
    let skipped = appliances.count { $0.outcome == .skipped }
    let failed = appliances.count { !$0.isGood } - skipped
    if failed > 0 { return all == 1 ? "The image failed" : "\(failed) of \(all) images failed" }
    if skipped > 0 {
      let verb = skipped == 1 ? "was" : "were"
      return all == 1 ? "The image was not built" : "\(skipped) of \(all) images \(verb) not built"
    }
    let isOnlyUnreadable = !(unreadable ?? []).isEmpty && all > 0
    guard problems.isEmpty || isOnlyUnreadable else { return "The run failed" }
    let there = all == 1 ? "The image is there" : "All \(all) images are there"
    return unbooted > 0 ? there : there + (all == 1 ? ", and boots" : ", and boot")
  }

  /// What nobody must overlook.
  private var qualifications: [String] {
    let files = unreadable?.count ?? 0
    let skipped = appliances.count { $0.outcome == .skipped }
    let hasFailures = interrupted != true && skipped < appliances.count { !$0.isGood }
    return [
      hasFailures && skipped > 0 ? "\(skipped) \(skipped == 1 ? "was" : "were") not built" : nil,
      unbooted > 0 ? "\(unbooted) \(unbooted == 1 ? "was" : "were") not booted" : nil,
      refused > 0 ? "\(refused) \(refused == 1 ? "was" : "were") refused by the policy" : nil,
      unchecked > 0 ? "\(unchecked) \(unchecked == 1 ? "was" : "were") not fully checked" : nil,
      files > 0 ? "\(files) recipe file\(files == 1 ? "" : "s") cannot be read" : nil,
    ].compactMap(\.self)
  }

  /// How many images are there that nobody has seen booting.
  var unbooted: Int { appliances.count(where: \.isUnbooted) }

  /// How many images the site's policy does not let in.
  var refused: Int { appliances.count(where: \.isRefused) }

  /// How many images are there of which something was asked that could not be found out.
  var unchecked: Int { appliances.count(where: \.isUnchecked) }

  /// What it is painted as: nothing that was not checked is shown as good.
  var look: Look { !passed ? .failed : unbooted + unchecked > 0 ? .unchecked : .passed }

  enum Look: String {
    case passed, unchecked, failed
  }

  var time: String { formatted(.seconds(seconds.rounded())) }

  /// What made it, in a line.
  var provenance: String {
    let tools = tools.map { ["Kiln \($0.kiln)", "QEMU \($0.qemu)", "libguestfs \($0.libguestfs)"] } ?? []
    let freed =
      freed.flatMap { $0 > 0 ? ["\(formatted(bytes: $0)) of unneeded layers and builds freed"] : nil } ?? []
    return ([host] + tools + (accelerator.map { [$0.uppercased()] } ?? []) + freed).joined(separator: " · ")
  }
}

extension NightlyReport.Appliance {
  /// What became of it, in a word or three.
  var status: String {
    if outcome.isGood, boot?.outcome == .failed { return "fails its test" }
    if isRefused { return "refused by the policy" }
    if isUnbooted { return "\(outcome.rawValue), not booted" }
    return isUnchecked ? "\(outcome.rawValue), not fully checked" : outcome.rawValue
  }

  /// Why.
  var explanation: String {
    if let fault { return fault.message }
    if outcome == .skipped { return "the run ended before its turn" }
    if !reasons.isEmpty { return reasons.joined(separator: "; ") }
    return outcome == .built ? "the image was missing, or is described otherwise" : "nothing changed"
  }

  /// How it booted.
  var bootText: String {
    guard let boot else { return isUnbooted ? "not booted" : "" }
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
    return names.summary
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
