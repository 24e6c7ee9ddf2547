import Digests
import Failures
import Files
import Foundation
import Images
public import Jobs
import JSON
import Planning
public import Recipes
public import Storage

/// Writes what is known of a build into signed statements, and attaches them to it.
public struct Attestation: Sendable {
  private let store: Store
  private let settings: SigningSettings
  private let notice: @Sendable (String) -> Void
  private var images: ImageRepository { store.images }

  /// - Parameter notice: hears what a user must know.
  public init(store: Store, settings: SigningSettings, notice: @escaping @Sendable (String) -> Void) {
    self.store = store
    self.settings = settings
    self.notice = notice
  }

  /// Of all that is known now, in place of what was said before.
  ///
  /// - Parameter appliance: what it was built from.
  /// - Throws: what keeps it from being signed.
  public func run(_ manifest: ImageManifest, from appliance: Appliance) async throws {
    let signers = try await Signers(settings, notice: notice)
    let subjects = manifest.handedOut.map { ResourceDescriptor(file: $0.path, sha256: $0.digest) }
    let documents = try documents(of: manifest)
    for kind in StatementKind.allCases where kind != .provenance && kind != .rollback {
      try await say(kind, documents, of: subjects, to: manifest, by: signers)
    }
    // Last: it names the others' documents.
    let provenance = await facts(of: manifest, from: appliance).provenance(
      by: settings.builder,
      with: documents.sorted { $0.key.rawValue < $1.key.rawValue }.map { resource($0, $1, manifest) })
    try await attach(provenance.statement(of: subjects), .provenance, to: manifest, by: signers)
  }

  /// Whether these keys may sign what is said of a build later: a site's, or a user's own where one of them has signed it before.
  ///
  /// - Throws: what is wrong with the build's provenance, or with the list of keys.
  public func canRepeatTests(of manifest: ImageManifest) throws -> Bool {
    guard settings.isByOwnKeys else { return true }
    guard let provenance = try images.attachment(.provenance, of: manifest.id) else { return false }
    let own = Set(try KeyFolder(path: settings.folder).list()?.keys.map(\.id) ?? [])
    return try Envelope(reading: provenance).signatures.contains { $0.keyID.map(own.contains) == true }
  }

  /// Of its tests alone, which were repeated: what else is signed of it stays.
  ///
  /// - Throws: as ``run(_:from:)``; then nothing is signed of them any more, since what was is of earlier ones.
  public func repeatTests(of manifest: ImageManifest) async throws {
    do {
      let signers = try await Signers(settings, notice: notice)
      let subjects = manifest.handedOut.map { ResourceDescriptor(file: $0.path, sha256: $0.digest) }
      try await say(.tests, try documents(of: manifest), of: subjects, to: manifest, by: signers)
    } catch {
      try images.detach(.testsStatement, from: manifest.id)
      throw error
    }
  }

  /// Says that a build takes the place of a later one.
  public func roll(back manifest: ImageManifest, _ rollback: Rollback) async throws {
    let signers = try await Signers(settings, notice: notice)
    let subjects = manifest.handedOut.map { ResourceDescriptor(file: $0.path, sha256: $0.digest) }
    try await attach(rollback.statement(of: subjects), .rollback, to: manifest, by: signers)
  }

  /// What a document is of, if it is there; else what was said before is taken back.
  private func say(
    _ kind: StatementKind, _ documents: [AttachmentKind: [UInt8]], of subjects: [ResourceDescriptor],
    to manifest: ImageManifest, by signers: Signers
  ) async throws {
    guard let document = AttachmentKind(documentOf: kind).flatMap({ documents[$0] }) else {
      return try images.detach(AttachmentKind(kind), from: manifest.id)
    }
    let statement =
      if kind == .tests {
        try TestResult(parseJSON(document), records: tests(documents, manifest)).statement(of: subjects)
      } else {
        try Statement(kind, of: subjects, document: document)
      }
    try await attach(statement, kind, to: manifest, by: signers)
  }

  private func attach(
    _ statement: Statement, _ kind: StatementKind, to manifest: ImageManifest, by signers: Signers
  ) async throws {
    let envelope = try await signers.signed(statement)
    try images.attach(envelope.bytes, as: AttachmentKind(kind), to: manifest.id)
  }

  private func documents(of manifest: ImageManifest) throws -> [AttachmentKind: [UInt8]] {
    let kinds = StatementKind.allCases.compactMap(AttachmentKind.init(documentOf:)) + [.junit]
    return try kinds.reduce(into: [:]) { $0[$1] = try images.attachment($1, of: manifest.id) }
  }

  private func tests(_ documents: [AttachmentKind: [UInt8]], _ manifest: ImageManifest)
    -> [ResourceDescriptor]
  {
    [AttachmentKind.tests, .junit].compactMap { kind in documents[kind].map { resource(kind, $0, manifest) } }
  }

  private func resource(_ kind: AttachmentKind, _ bytes: [UInt8], _ manifest: ImageManifest)
    -> ResourceDescriptor
  {
    ResourceDescriptor(document: "\(manifest.id.name)-\(manifest.id.version).\(kind.rawValue)", bytes)
  }

  private func facts(of manifest: ImageManifest, from appliance: Appliance) async -> ProvenanceFacts {
    ProvenanceFacts(
      manifest: manifest, layers: manifest.descriptor.kiln.chain.map { try? store.layers.read($0.key) },
      packages: manifest.layers.last.flatMap { try? store.layers.packages(of: $0) },
      recipes: await RecipeOrigins(appliance: asBuilt(appliance, manifest)).resources())
  }

  /// With the digests that its recipes' files had when it was built: a comment that was added since changes no key, but the file.
  private func asBuilt(_ appliance: Appliance, _ manifest: ImageManifest) -> Appliance {
    var appliance = appliance
    let bytes = manifest.recipe.flatMap { try? PlainFile.contents(images.blob($0.digest)) }
    let links = bytes.flatMap { try? parseJSON($0) }?["chain"]?.array ?? []
    for index in appliance.chain.indices {
      appliance.chain[index].digest = index < links.count ? links[index]["digest"]?.string : nil
    }
    return appliance
  }
}
