import Console
import Diagnostics
import Factory
import Foundation
import Images
import Storage

enum BuildsCommand: Command {
  static let verb = Verb(
    "builds", summary: "list the builds of images that the store has",
    discussion: "Exit status 1 when one of them cannot be read.",
    positional: Positional("NAME", .any, help: "the appliances (default: all)"),
    options: [SharedOptions.store, SharedOptions.site, SharedOptions.format],
    example: Verb.Example("kiln builds web", "lists every build of web, the newest first"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let store = try arguments.store(in: context)
    let known = store.images.appliances
    for name in arguments.positionals where !known.contains(name) {
      throw ReleaseRefusal(
        "the store has no build of '\(name)'\(didYouMean(name, among: known))",
        advice: known.isEmpty ? "'kiln build' makes one" : "it has some of \(known.joined(separator: ", "))")
    }
    let report = try BuildsReport(
      store, arguments.positionals.isEmpty ? known : arguments.positionals)
    try context.print(report, arguments)
    for fault in report.faults { context.say("kiln: \(fault)") }
    return report.faults.isEmpty ? .done : .failed
  }
}

private struct BuildsReport: Report {
  struct Build: Encodable {
    let appliance: String
    /// `VERSION+BUILD`.
    let build: String
    let key: LayerKey
    /// RFC 3339, UTC.
    let built: String
    /// Of all its files.
    let bytes: UInt64
    /// Whether all its files are there.
    let whole: Bool
    /// The versions that it is released as; retired ones are not among them.
    let releases: [String]
    let channels: [String]
    /// When it was seen to pass its tests.
    let booted: String?
  }

  /// By appliance, the newest first.
  private(set) var builds: [Build] = []
  /// What cannot be read, a sentence each.
  private(set) var faults: [String] = []

  init(_ store: Store, _ names: [String]) throws {
    let boots = store.history.bootRecords()
    for name in names {
      let ledger = try store.images.releases.ledger(of: name)
      for (id, result) in store.images.manifests(of: name) {
        switch result {
        case .failure(let error): faults.append("\(error)")
        case .success(let manifest):
          let releases = ledger.releases.filter { $0.build == id && !$0.isRetired }.map(\.version)
          let boot = boots.result(of: manifest.descriptor)
          builds.append(
            Build(
              appliance: name, build: id.label, key: manifest.key,
              built: manifest.descriptor.kiln.built.ISO8601Format(), bytes: manifest.bytes,
              whole: store.images.hasAllFiles(manifest), releases: releases,
              channels: releases.flatMap(ledger.channels(naming:)),
              booted: boot?.outcome == .booted ? boot?.when.ISO8601Format() : nil))
        }
      }
    }
  }

  func text(on terminal: Terminal) -> String {
    guard !builds.isEmpty else { return "there are no builds\n" }
    let rows = builds.map { build in
      [
        build.appliance, build.build, build.key.short, build.built, formatted(bytes: build.bytes),
        build.whole ? (build.booted == nil ? "untested" : "tested") : "FILES ARE MISSING",
        (build.releases + build.channels.map { "@\($0)" }).joined(separator: ", "),
      ]
    }
    let columns: [Table.Column] = [
      .init("NAME"), .init("BUILD"), .init("KEY"), .init("BUILT"), .init("SIZE", .right), .init("BOOT"),
      .init("RELEASE"),
    ]
    return Table(columns, rows: rows).text(on: terminal)
  }
}
