import Builds
import Factory
import Foundation
import Planning

/// A nightly report as metrics in the text format of Prometheus, for node_exporter's textfile collector
/// (<https://prometheus.io/docs/instrumenting/exposition_formats/>).
struct NightlyMetrics {
  let report: NightlyReport
  /// When the last run that passed ended; nil where none is known.
  let lastSuccess: Date?

  var text: String {
    var families = [
      gauge(
        "nightly_end_timestamp_seconds", "When the last nightly run ended.",
        [("", report.end.timeIntervalSince1970)]),
      gauge("nightly_duration_seconds", "How long the last nightly run took.", [("", report.seconds)]),
      gauge("nightly_success", "Whether the last nightly run passed.", [("", report.passed ? 1 : 0)]),
      gauge(
        "nightly_interrupted", "Whether the last nightly run was interrupted.",
        [("", report.interrupted == true ? 1 : 0)]),
      gauge(
        "nightly_images", "Images of the last nightly run, by what became of them.",
        Self.outcomes.map { outcome in
          ("{outcome=\"\(outcome.rawValue)\"}", Double(report.appliances.count { $0.outcome == outcome }))
        }),
      gauge(
        "nightly_images_not_booted", "Images that nobody has seen booting.", [("", Double(report.unbooted))]),
      gauge(
        "nightly_images_not_checked", "Images of which something was asked that could not be found out.",
        [("", Double(report.unchecked))]),
      gauge(
        "nightly_unreadable_recipe_files", "Recipe files that cannot be read.",
        [("", Double(report.unreadable?.count ?? 0))]),
    ]
    if let lastSuccess {
      families.append(
        gauge(
          "nightly_last_success_timestamp_seconds", "When the last nightly run that passed ended.",
          [("", lastSuccess.timeIntervalSince1970)]))
    }
    let images = report.appliances.filter { $0.image != nil }
    families += [
      gauge(
        "image_success", "Whether the image is there, and nothing is known against it.",
        report.appliances.map { ($0.labels, $0.isGood ? 1 : 0) }),
      gauge(
        "image_booted", "Whether the image was seen booting.",
        images.map { ($0.labels, $0.boot?.outcome == .booted ? 1 : 0) }),
      gauge(
        "image_built_timestamp_seconds", "When the image was sealed.",
        images.map { ($0.labels, $0.image?.built.timeIntervalSince1970 ?? 0) }),
      gauge(
        "image_size_bytes", "Size of the image's files together.",
        images.map { ($0.labels, Double($0.image?.bytes ?? 0)) }),
    ]
    return (families + findings).joined()
  }

  /// Nothing of what was not looked at.
  private var findings: [String] {
    let known = report.appliances.compactMap { appliance in appliance.findings.map { (appliance, $0) } }
    return [
      gauge(
        "image_pending_updates", "Packages of the image that have newer versions.",
        known.compactMap { appliance, found in found.updates.map { (appliance.labels, Double($0.count)) } }),
      gauge(
        "image_vulnerabilities", "Known vulnerabilities of the image, by whether a newer version mends them.",
        known.flatMap { appliance, found in
          (found.vulnerabilities?.counts ?? []).flatMap { count in
            [("true", count.fixed), ("false", count.unfixed)].map { isFixed, number in
              (
                appliance.labels(and: [("severity", count.severity.rawValue), ("fixed", isFixed)]),
                Double(number)
              )
            }
          }
        }),
      gauge(
        "image_admitted", "Whether the site's policy lets the image in.",
        known.compactMap { appliance, found in
          found.policy.map { (appliance.labels, $0.admitted ? 1 : 0) }
        }),
    ]
  }

  private static let outcomes: [JobOutcome] = [.built, .reused, .failed, .skipped]

  /// Nothing where there is nothing to tell.
  private func gauge(_ name: String, _ help: String, _ samples: [(labels: String, value: Double)]) -> String {
    guard !samples.isEmpty else { return "" }
    return "# HELP kiln_\(name) \(help)\n# TYPE kiln_\(name) gauge\n"
      + samples.map { "kiln_\(name)\($0.labels) \(Self.number($0.value))\n" }.joined()
  }

  private static func number(_ value: Double) -> String {
    value == value.rounded() ? "\(Int64(value))" : "\(value)"
  }
}

extension NightlyReport.Appliance {
  fileprivate var labels: String { labels(and: []) }

  fileprivate func labels(and others: [(String, String)]) -> String {
    let parts = [("image", name)] + (version.map { [("version", $0)] } ?? []) + others
    return "{" + parts.map { "\($0)=\"\(escaped($1))\"" }.joined(separator: ",") + "}"
  }

  private func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }
}
