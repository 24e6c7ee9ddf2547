import Console
import Factory
import Foundation
import Files
import Images
import JSON
import Storage

enum InspectCommand: Command {
  static let verb = Verb(
    "inspect", summary: "tell what an image is: its files, its layers, and where it came from",
    positional: Positional(
      "REFERENCE", .one,
      help:
        "NAME for its newest build, NAME@VERSION, NAME@CHANNEL, NAME-VERSION+BUILD, or the path of a descriptor"
    ),
    options: [SharedOptions.store, SharedOptions.site, SharedOptions.format],
    example: Verb.Example("kiln inspect web@stable", "tells what web's stable release is made of"))

  static func run(_ arguments: Arguments, in context: Context) async throws -> ExitStatus {
    let store = try arguments.store(in: context)
    try context.print(try report(on: ImageReference(arguments.positionals[0]), in: store), arguments)
    return .done
  }

  private static func report(on reference: ImageReference, in store: Store) throws -> ImageReport {
    if case .path(let path) = reference {
      let data: Data?
      do { data = try PlainFile.contents(path) } catch { throw VerbFailure(description: "\(error)") }
      guard let data else {
        throw ReleaseRefusal("there is no file \(path)", advice: "give the path of an image's descriptor")
      }
      guard let descriptor = try? decodeJSON(Descriptor.self, from: data) else {
        throw ReleaseRefusal(
          "\(path) is not the descriptor of an image", advice: "it is the .json file beside the image's disks"
        )
      }
      return ImageReport(descriptor)
    }
    guard let manifest = try store.images.build(reference) else {
      let known = store.images.appliances
      throw ReleaseRefusal(
        "the store has no build of '\(reference)'",
        advice: known.isEmpty ? "'kiln build' makes one" : "it has some of \(known.joined(separator: ", "))")
    }
    return try ImageReport(manifest, in: store)
  }
}

private struct ImageReport: Report {
  struct File: Encodable {
    let kind: String
    let format: String?
    let path: String
    let bytes: UInt64
    let sha256: String
  }

  struct Layer: Encodable {
    let recipe: String
    let work: String
    let key: LayerKey
    /// RFC 3339, UTC.
    let built: String
    /// The archive that its packages are from.
    let mirror: String?
    /// Whether the store has it; nil for an image elsewhere.
    let there: Bool?
  }

  let name: String
  let version: String
  let title: String
  let key: LayerKey
  /// RFC 3339, UTC.
  let built: String
  /// nil for an image elsewhere; likewise what follows.
  let build: String?
  /// Of the build's manifest.
  let manifest: String?
  let whole: Bool?
  let releases: [String]
  let channels: [String]
  let booted: String?
  /// The release that its recipe derives from.
  let base: String?
  let files: [File]
  /// Root first.
  let layers: [Layer]
  /// As it is handed out; schemas/descriptor.schema.json.
  let descriptor: Descriptor

  init(_ manifest: ImageManifest, in store: Store) throws {
    let ledger = try store.images.releases.ledger(of: manifest.id.name)
    let releases = ledger.releases.filter { $0.build == manifest.id }
    let boot = store.history.bootRecords().result(of: manifest.descriptor)
    self.init(
      manifest.descriptor, build: "\(manifest.id)",
      manifest: try store.images.releases.digest(of: manifest.id),
      whole: store.images.hasAllFiles(manifest),
      releases: releases.map { $0.version + ($0.isRetired ? " (retired)" : "") },
      channels: releases.flatMap { ledger.channels(naming: $0.version) },
      booted: boot?.outcome == .booted ? boot?.when.ISO8601Format() : nil, artifacts: manifest.artifacts,
      present: store.layers.present())
  }

  init(
    _ descriptor: Descriptor, build: String? = nil, manifest: String? = nil, whole: Bool? = nil,
    releases: [String] = [], channels: [String] = [], booted: String? = nil, artifacts: [Artifact]? = nil,
    present: Set<LayerKey>? = nil
  ) {
    self.descriptor = descriptor
    (name, version, title) = (descriptor.identifier, descriptor.version, descriptor.title)
    (key, built) = (descriptor.kiln.key, descriptor.kiln.built.ISO8601Format())
    (self.build, self.manifest, self.whole, self.booted) = (build, manifest, whole, booted)
    (self.releases, self.channels) = (releases, channels)
    base = descriptor.kiln.base.map { "\($0.name)@\($0.version)" }
    files = (artifacts ?? descriptor.disks.compactMap(\.file)).map {
      File(
        kind: $0.kind.rawValue, format: $0.format?.rawValue, path: $0.path, bytes: $0.size, sha256: $0.digest)
    }
    layers = descriptor.kiln.chain.map { layer in
      Layer(
        recipe: layer.recipe, work: layer.work.rawValue, key: layer.key,
        built: layer.facts.built.ISO8601Format(),
        mirror: layer.facts.mirror, there: present.map { $0.contains(layer.key) })
    }
  }

  func text(on terminal: Terminal) -> String {
    let system = descriptor.os
    let facts: [(String, String?)] = [
      ("image", "\(name)-\(version), \(title)"), ("build", build), ("key", key.hex), ("manifest", manifest),
      ("released as", releases.isEmpty ? nil : releases.joined(separator: ", ")),
      ("channels", channels.isEmpty ? nil : channels.joined(separator: ", ")),
      (
        "built",
        "\(built) by kiln \(descriptor.kiln.tools.kiln), on \(system.distribution) \(system.version) \(system.arch.rawValue)"
      ),
      ("built on", base), ("booted", booted ?? (build == nil ? nil : "not seen")),
      ("files", whole == false ? "SOME ARE MISSING" : nil),
    ]
    let width = facts.map(\.0.count).max() ?? 0
    let head = facts.compactMap { name, value in
      value.map { "\(name)\(String(repeating: " ", count: width - name.count))  \($0)\n" }
    }.joined()
    let files = Table(
      [.init("FILE"), .init("KIND"), .init("SIZE", .right), .init("SHA-256")],
      rows: files.map { [$0.path, $0.kind, formatted(bytes: $0.bytes), $0.sha256] })
    let layers = Table(
      ["RECIPE", "WORK", "LAYER", "BUILT", "FROM"].map { .init($0) },
      rows: layers.map { layer in
        [
          layer.recipe, layer.work, layer.key.short + (layer.there == false ? " (gone)" : ""), layer.built,
          layer.mirror ?? "",
        ]
      })
    return head + "\n" + files.text(on: terminal) + "\n" + layers.text(on: terminal)
  }
}
