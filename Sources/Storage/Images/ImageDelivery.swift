import Digests
import Failures
import Files
import Foundation
import Images
import JSON
import Planning

/// Puts copies of a build's files into a folder of the user's, under the names that they have there.
public struct ImageDelivery: Sendable {
  private let repository: ImageRepository
  private let folder: String

  public init(_ repository: ImageRepository, to folder: String) {
    self.repository = repository
    self.folder = folder
  }

  /// Where the copy of the file with the system disk is.
  public func path(of manifest: ImageManifest) -> String {
    let disk = manifest.descriptor.disks.first { $0.type == .os }?.file ?? manifest.handedOut.first
    return "\(folder)/\(disk?.path ?? "")"
  }

  /// Whether this very build is there, as far as names, sizes and the descriptor tell.
  public func isThere(_ manifest: ImageManifest) -> Bool {
    manifest.handedOut.allSatisfy { artifact in
      let path = place(of: artifact)
      guard artifact.kind == .descriptor else { return FileSystem.size(of: path) == artifact.size }
      let bytes = (try? PlainFile.contents(path)).flatMap { $0 }
      return bytes.map { sha256(Array($0)) } == artifact.digest
    }
  }

  /// Copies what is missing or other than the build's.
  ///
  /// - Throws: `StoreDamage` where the store's own file is not what it was; what is in the folder stays then. `BuildError`
  ///   where the build was freed.
  public func run(_ manifest: ImageManifest) async throws {
    guard let use = try await repository.use(manifest.id) else {
      throw BuildError(.changedMeanwhile, "\(manifest.id) was freed meanwhile: build again")
    }
    let stem = "\(manifest.id.name)-\(manifest.id.version)"
    let lock = try await Self.lock("\(folder)/\(stem)")
    defer { withExtendedLifetime((use, lock)) {} }
    repository.noteUse(of: manifest.id)
    guard !isThere(manifest) else { return try await putAttachments(of: manifest) }
    let copies = try await onThread { try manifest.handedOut.map { try copy($0, of: manifest) } }
    try await commit(copies, inPlaceOf: formerFiles(of: manifest))
    try await putAttachments(of: manifest)
  }

  /// Puts what is said of a build beside its copy, if that is there.
  public func attach(to manifest: ImageManifest) async throws {
    let lock = try await Self.lock("\(folder)/\(manifest.id.name)-\(manifest.id.version)")
    defer { withExtendedLifetime(lock) {} }
    guard isThere(manifest) else { return }
    try await putAttachments(of: manifest)
  }

  /// What is said of another build of the version goes.
  private func putAttachments(of manifest: ImageManifest) async throws {
    let stem = "\(manifest.id.name)-\(manifest.id.version)"
    var digests: [String: String] = [:]
    var isChanged = false
    for kind in AttachmentKind.allCases {
      let name = "\(stem).\(kind.rawValue)"
      let path = "\(folder)/\(name)"
      let there = try PlainFile.contents(path)
      guard let bytes = try repository.attachment(kind, of: manifest.id) else {
        if there != nil {
          try FileSystem.remove(path)
          isChanged = true
        }
        continue
      }
      digests[name] = sha256(bytes)
      guard there.map(Array.init) != bytes else { continue }
      try FileSystem.write(Data(bytes), to: path)
      isChanged = true
    }
    if isChanged { try await Checksums.record(digests, at: "\(folder)/SHA256SUMS") }
  }

  /// Of an earlier build of the version, the files that this one has none of in their place.
  private func formerFiles(of manifest: ImageManifest) -> [String] {
    guard let own = manifest.artifacts.first(where: { $0.kind == .descriptor }),
      let data = (try? PlainFile.contents(place(of: own))).flatMap(\.self),
      let former = try? decodeJSON(Descriptor.self, from: data), former.identifier == manifest.id.name,
      former.version == manifest.id.version
    else { return [] }
    let names = Set(manifest.handedOut.map(\.path))
    return former.files.filter { $0.isSound && !names.contains($0.path) }.map(\.path)
  }

  /// Who changes what stands in a folder under an image's name.
  ///
  /// - Parameter stem: of the files' paths there, before their endings.
  static func lock(_ stem: String) async throws -> Lock { try await Lock.acquire("\(stem).lock") { _ in } }

  /// One copy, whole, on its way to its name.
  private struct Copy: Sendable {
    let artifact: Artifact
    let draft: Draft
  }

  /// An image without its descriptor is none: no crash leaves disks of two builds that look like one, or digests in
  /// `SHA256SUMS` beside a descriptor that they are not of.
  ///
  /// - Parameter former: files that go: else those of two builds would stand there under one version.
  private func commit(_ copies: [Copy], inPlaceOf former: [String]) async throws {
    let descriptors = copies.filter { $0.artifact.kind == .descriptor }
    for copy in descriptors { try FileSystem.remove(place(of: copy.artifact)) }
    for name in former { try FileSystem.remove("\(folder)/\(name)") }
    try FileSystem.synchronize(folder)
    try await Checksums.record(
      Dictionary(copies.map { ($0.artifact.path, $0.artifact.digest) }, uniquingKeysWith: { $1 }),
      at: "\(folder)/SHA256SUMS")
    for copy in copies.filter({ $0.artifact.kind != .descriptor }) + descriptors {
      try copy.draft.commit()
      repository.integrity.known.note(place(of: copy.artifact), sha256: copy.artifact.digest)
    }
  }

  private func copy(_ artifact: Artifact, of manifest: ImageManifest) throws -> Copy {
    let source = repository.blob(artifact.digest)
    let draft = try Draft(for: place(of: artifact))
    let found = try draft.copy(source)
    guard found == artifact.digest else {
      throw StoreDamage(
        fault: "\(source), \(artifact.path) of \(manifest.id), has SHA-256 \(found)",
        advice: "build again: the next build sets it aside and seals the image anew")
    }
    return Copy(artifact: artifact, draft: draft)
  }

  private func place(of artifact: Artifact) -> String { "\(folder)/\(artifact.path)" }
}

extension Draft {
  /// Makes its bytes those of another file.
  ///
  /// - Returns: their SHA-256, hexadecimal.
  func copy(_ source: String) throws -> String {
    let digest = SHA256Stream()
    try fill(from: source) { digest.update($0) }
    return digest.finish()
  }
}
