import Files
public import Images
import JSON
public import Storage

extension VerifyRun {
  /// What signed statements say of an image, where all of them hold and its files are those that were signed; else why nothing is
  /// believed.
  ///
  /// - Parameters:
  ///   - name: any `ImageReference`.
  /// - Throws: what keeps files from being read.
  public func facts(of name: String, in store: Store) async throws -> StatementFacts {
    var facts = StatementFacts()
    let files: ImageFiles
    do {
      guard let found = try Self.files(of: name, in: store) else {
        facts.doubts = ["nothing is signed of a layer"]
        return facts
      }
      files = found
    } catch let error as FileError {
      facts.doubts = ["\(error)"]
      return facts
    }
    let verdict = try await run(files)
    guard verdict.isSound, let provenance = verdict.provenance else {
      facts.doubts = verdict.faults.prefix(3).map(\.description)
      return facts
    }
    facts.signers = Set((verdict.signers[.provenance] ?? []).map(\.id))
    facts.take(provenance)
    try facts.take(files.presented())
    return facts
  }

  private static func files(of name: String, in store: Store) throws -> ImageFiles? {
    let reference = ImageReference(name)
    if case .path = reference { return try ImageFiles(at: name) }
    return try store.images.build(reference).map { try ImageFiles($0, in: store.images) }
  }
}

extension StatementFacts {
  fileprivate mutating func take(_ provenance: BuildProvenance) {
    builder = provenance.builder
    built = provenance.finished
    let recipes = provenance.dependencies.filter { $0.annotations["recipe"] != nil }
    guard !recipes.isEmpty else { return }
    let outside = recipes.filter { $0.annotations["commit"] == nil }
    repositories =
      provenance.dependencies.filter { $0.digest["gitCommit"] != nil }.map {
        $0.uri ?? "a repository without an address"
      }
      + outside.map { "no repository (\($0.name ?? "a recipe"))" }
    isDirty = recipes.contains { $0.annotations["dirty"] != .bool(false) }
  }

  /// Of an image that is sound: then its documents are those that were signed.
  fileprivate mutating func take(_ image: PresentedImage) throws {
    func bytes(_ kind: StatementKind) -> [UInt8]? { image.document(kind).flatMap { image.documents[$0] } }
    if let tests = bytes(.tests) { try take(tests: tests) }
    if let spdx = bytes(.spdx) { try take(spdx: spdx) }
    if let residue = bytes(.residue) { try take(residue: residue) }
  }
}
