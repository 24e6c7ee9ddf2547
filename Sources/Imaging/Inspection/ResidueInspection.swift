import Failures
import Files
import Foundation
import Images
import JSON
import Jobs
import Planning
import Recipes
import Storage

/// The residue scan of a build: what is found in it fails it, unless its recipe allows that.
struct ResidueInspection: Sendable {
  let context: BuildContext
  let image: PlannedImage
  let manifest: ImageManifest
  let log: JobLog

  /// Attaches the report to the build; one that is not clean is put beside the logs instead, so that the next run looks again.
  ///
  /// - Throws: `ResidueFound`, and what keeps the image from being read.
  func run(_ source: ImageSource) async throws {
    let known = KnownTraces(image.appliance, context)
    for name in known.unknown {
      log.write("the value of secret '\(name)' is not looked for: it is not given, or too short")
    }
    let allowances = image.appliance.residue ?? []
    let report = try await ResidueScan(store: context.store, host: context.host, traces: known.traces).report(
      of: source, as: DescribedImage(manifest), allowances: allowances.map(\.value),
      checked: ResidueScan.kinds(knowingSecrets: known.unknown.isEmpty)
    ) { [log] in log.write("== residue scan: \($0)") }
    for finding in report.findings {
      log.write(
        "\(finding.kind.rawValue): \(finding.summary)\(finding.allowed.map { ", allowed: \($0)" } ?? "")")
    }
    for allowance in allowances where report.unused([allowance.value]) != [] {
      let text = "\(allowance.origin): nothing was found that residue.allow '\(allowance.value.path)' allows"
      log.write("warning: \(text)")
      context.events(.notice(text))
    }
    let repository = context.store.images
    guard report.clean else {
      let path = "\(context.store.logs.folder(of: image.appliance.name))/residue.json"
      try FileSystem.write(try prettyJSON(report), to: path)
      try repository.detach(.residue, from: manifest.id)
      throw ResidueFound(report: report, path: path)
    }
    try repository.attach(Array(try prettyJSON(report)), as: .residue, to: manifest.id)
  }
}

/// What a build knows that must not be in its image.
private struct KnownTraces {
  var traces: [BuildTrace] = []
  /// Names of the secrets that are not looked for.
  var unknown: [String] = []

  init(_ appliance: Appliance, _ context: BuildContext) {
    let names = Set(appliance.chain.flatMap(\.steps).flatMap { $0.action.secrets })
    for name in names.sorted() {
      let value = appliance.secrets[name].flatMap { context.secrets[$0] }
      if let trace = value.flatMap({ BuildTrace(secret: $0, name: name) }) {
        traces.append(trace)
      } else {
        unknown.append(name)
      }
    }
    let own = Set(
      appliance.installer.mirrors.map(\.value.text) + [appliance.namedMirror?.value.text].compactMap(\.self))
    let mirrors = [
      appliance.buildMirror?.value, appliance.pin?.snapshot?.archive, appliance.pin?.snapshot?.security,
      context.settings.securityMirror,
    ].compactMap(\.self)
    for mirror in Set(mirrors).sorted() where !own.contains(where: { $0.hasPrefix(mirror) }) {
      if let trace = BuildTrace(address: mirror, title: "\(mirror), which only the build fetches from") {
        traces.append(trace)
      }
    }
  }
}

/// An image that holds what nobody should get.
struct ResidueFound: ExplainedError, CustomStringConvertible {
  let report: ResidueReport
  /// Where the report is.
  let path: String

  /// As many as a person reads.
  private static let told = 10

  var description: String {
    let faults = report.faults
    let rest = faults.count - Self.told
    let lines =
      faults.prefix(Self.told).map { "  \($0.kind.rawValue): \($0.summary)" }
      + (rest > 0 ? ["  and \(rest) more"] : [])
    return (["\(head):"] + lines + ["report: \(path)"]).joined(separator: "\n")
  }

  private var head: String {
    let faults = report.faults
    return "the image holds what should not be in it: "
      + (faults.count == 1 ? "\(faults[0].kind.rawValue)" : "\(faults.count) findings")
  }

  func diagnosis(knowing texts: FatalTexts) -> Diagnosis {
    Diagnosis(.residueFound, description, .host)
  }
}
