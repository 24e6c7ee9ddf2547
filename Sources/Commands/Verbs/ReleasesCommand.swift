import Console
import Diagnostics
import Factory
import Foundation
import Images
import Recipes
import Storage

enum ReleasesCommand: Command {
  private static let journal = Option.flag(
    "journal", help: "print each change: who made it, from where, and why")

  static let verb = Verb(
    "releases", summary: "list releases, and what each channel names",
    discussion: "In JSON, the journal is always there.",
    positional: Positional("NAME", .any, help: "the appliances (default: all)"),
    options: [journal, SharedOptions.store, SharedOptions.site, SharedOptions.format],
    example: Verb.Example("kiln releases web", "lists the releases of web, and which of them is stable"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let store = try arguments.store(in: context)
    let names = arguments.positionals
    let all = try store.images.releases.ledgers()
    for name in names where !all.contains(where: { $0.appliance == name }) {
      let known = all.map(\.appliance)
      throw ReleaseRefusal(
        "the store has no image '\(name)'\(didYouMean(name, among: known))",
        advice: known.isEmpty ? "nothing is built yet" : "it has \(known.joined(separator: ", "))")
    }
    let ledgers = all.filter { names.isEmpty ? !$0.releases.isEmpty : names.contains($0.appliance) }
    let channels = (try arguments.site()?.channels ?? ReleaseChannel.standard).map(\.name)
    try context.print(
      ReleasesReport(
        ledgers, order: channels, store: store, showsJournal: arguments.has(journal)), arguments)
    return .done
  }
}

private struct ReleasesReport: Report {
  struct Appliance: Encodable {
    let name: String
    /// As the site orders them, then others.
    let channels: [Channel]
    /// The first one first.
    let releases: [Release]
    let journal: [ReleaseChange]
  }

  struct Channel: Encodable {
    let name: String
    let version: String
    /// RFC 3339, UTC; nil where the journal does not have it.
    let since: String?
  }

  struct Release: Encodable {
    let version: String
    let build: String
    let manifest: String
    let state: State
    let channels: [String]
    let released: String?
    /// When its image was seen to boot.
    let booted: String?
    /// True where it was released without the signatures that the site asked for.
    let unsigned: Bool?
  }

  enum State: String, Encodable {
    case released, retired, damaged
  }

  let appliances: [Appliance]
  private let showsJournal: Bool

  private enum CodingKeys: CodingKey { case appliances }

  init(_ ledgers: [ReleaseLedger], order: [String], store: Store, showsJournal: Bool) {
    self.showsJournal = showsJournal
    appliances = ledgers.map { ledger in
      let place = { (name: String) in order.firstIndex(of: name) ?? order.count }
      let channels = ledger.channels.sorted { (place($0.name), $0.name) < (place($1.name), $1.name) }
      return Appliance(
        name: ledger.appliance,
        channels: channels.map {
          Channel(name: $0.name, version: $0.version, since: $0.moved?.when.ISO8601Format())
        },
        releases: ledger.releases.map { release in
          Release(
            version: release.version, build: "\(release.build)", manifest: release.manifest,
            state: Self.state(of: release, in: store),
            channels: channels.filter { $0.version == release.version }.map(\.name),
            released: release.released?.when.ISO8601Format(),
            booted: release.released?.booted?.ISO8601Format(), unsigned: release.released?.unsigned)
        }, journal: ledger.journal)
    }
  }

  /// A retired one's build may be gone.
  private static func state(of release: ReleaseLedger.Release, in store: Store) -> State {
    if release.isRetired { return .retired }
    let manifest = try? store.images.releases.manifest(of: release)
    return manifest.map(store.images.hasAllFiles) == true ? .released : .damaged
  }

  func text(on terminal: Terminal) -> String {
    guard !appliances.isEmpty else { return "nothing is released\n" }
    return showsJournal ? journal(on: terminal) : table(on: terminal)
  }

  private func table(on terminal: Terminal) -> String {
    let rows = appliances.flatMap { appliance in
      appliance.releases.map { release in
        let channels = appliance.channels.filter { $0.version == release.version }.map(\.name)
        // Days, and builds without the name that stands before them: so a row fits a terminal. JSON and the journal have the times.
        return [
          appliance.name, release.version, release.state.rawValue,
          release.released.map { String($0.prefix(10)) } ?? "?",
          (release.booted == nil ? "untested" : "booted") + (release.unsigned == true ? ", unsigned" : ""),
          String(release.build.dropFirst(appliance.name.count + 1)),
          channels.joined(separator: ", "),
        ]
      }
    }
    let columns = ["NAME", "VERSION", "STATE", "RELEASED", "BOOT", "BUILD", "CHANNELS"].map {
      Table.Column($0)
    }
    return Table(columns, rows: rows).text(on: terminal)
  }

  private func journal(on terminal: Terminal) -> String {
    let rows = appliances.flatMap(\.journal).sorted { $0.when < $1.when }.map { change in
      let place =
        (change.by.job.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.first) ?? change.by.folder
      return [
        change.when.ISO8601Format(), change.kind.rawValue, change.appliance, change.version,
        change.channel ?? "",
        "\(change.by.user) on \(change.by.host), \(place)", change.reason ?? "",
      ]
    }
    let columns = ["WHEN", "CHANGE", "NAME", "VERSION", "CHANNEL", "BY", "WHY"].map { Table.Column($0) }
    return Table(columns, rows: rows).text(on: terminal)
  }
}
