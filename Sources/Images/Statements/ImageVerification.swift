import Digests
public import Foundation
import JSON

/// What came of holding an image against what was signed of it.
public struct ImageVerification: Sendable {
  /// What is wrong; the image is what its builder made if nothing is.
  public var faults: [StatementFault] = []
  /// nil where nothing that says so can be believed.
  public var provenance: BuildProvenance?
  /// Who has signed each statement that is there.
  public var signers: [StatementKind: [Signer]] = [:]
  /// How its tests went; nil where no statement says so.
  public var tests: TestResult.Result?
  /// When that was; nil where the statement does not say.
  public var tested: Date?
  public var rollback: Rollback?
  /// SHA-256 of each file, by name, as signed.
  public var files: [String: String] = [:]
  /// Of the descriptor, as signed.
  public var descriptor: String?

  public var isSound: Bool { faults.isEmpty }
}

extension ImageVerifier {
  /// The whole of it.
  ///
  /// - Parameters:
  ///   - digests: SHA-256 of each file that the claims name and that is no document; what could not be read is missing there, and is
  ///     in the image's `unreadable`.
  public func verdict(
    on image: PresentedImage, _ claims: ImageClaims, _ statements: ImageStatements, digests: [String: String]
  ) -> ImageVerification {
    var verdict = ImageVerification()
    verdict.faults = claims.faults
    guard let provenance = claims.provenance else { return verdict }
    verdict.provenance = provenance
    verdict.signers = statements.signers
    verdict.signers[.provenance] = claims.signers
    verdict.tests = statements.tests
    verdict.tested = statements.tested
    verdict.rollback = statements.rollback
    verdict.files = claims.subjects
    verdict.descriptor = claims.subjects[image.descriptor]

    let found = image.documents.mapValues { sha256($0) }.merging(digests) { $1 }
    let sizes = sizeFaults(image, claims)
    for (name, digest) in claims.subjects.sorted(by: { $0.key < $1.key }) {
      if let fault = sizes[name] {
        verdict.faults.append(fault)
        continue
      }
      verdict.faults += fault(of: name, digest, found[name], image, "the provenance").map { [$0] } ?? []
    }
    verdict.faults += descriptorFaults(image, claims, provenance)
    verdict.faults += Self.chainFaults(provenance).map { $0.of(image.envelope(.provenance)) }
    verdict.faults += statements.faults
    verdict.faults += documentFaults(image, claims, provenance, statements, found)
    verdict.faults += strayFaults(image, claims, statements)
    verdict.faults += sumFaults(image, found)
    return verdict
  }

  private func fault(
    of name: String, _ signed: String, _ found: String?, _ image: PresentedImage, _ source: String
  ) -> StatementFault? {
    if found == signed { return nil }
    if let reason = image.unreadable[name] { return StatementFault(.malformed, name, reason) }
    guard let found else { return StatementFault(.missing, name, "is missing, and \(source) names it") }
    return StatementFault(
      .digest, name, "is not what was signed: its SHA-256 is \(found), and \(source) says \(signed)")
  }

  /// The descriptor's bytes are signed; if they are others, what in them differs helps to see why.
  private func descriptorFaults(
    _ image: PresentedImage, _ claims: ImageClaims, _ provenance: BuildProvenance
  ) -> [StatementFault] {
    let name = image.descriptor
    guard claims.subjects[name] != nil else {
      return [
        StatementFault(.subject, image.envelope(.provenance), "is of another image: it does not name \(name)")
      ]
    }
    guard let bytes = image.documents[name] else { return [] }
    let descriptor: Descriptor
    do {
      descriptor = try decodeJSON(Descriptor.self, from: bytes)
    } catch {
      return [StatementFault(.malformed, name, "cannot be read as a descriptor: \(error)")]
    }
    var faults: [StatementFault] = []
    func compare(
      _ what: String, _ said: String, _ signed: String, _ kind: StatementFault.Kind = .contradiction
    ) {
      guard said != signed else { return }
      faults.append(
        StatementFault(kind, name, "says \(what) \(said.visible), and the provenance \(signed.visible)"))
    }
    compare("name", descriptor.identifier, provenance.name)
    compare("version", descriptor.version, provenance.version)
    compare("key", descriptor.kiln.key.hex, provenance.key)
    let chain = descriptor.kiln.chain
    compare("chain of", "\(chain.count) layers", "\(provenance.layers.count) layers", .chain)
    for (index, (said, signed)) in zip(chain, provenance.layers).enumerated() {
      let step = "step \(index + 1) of the chain, \(signed.recipe.visible):"
      compare("\(step) recipe", said.recipe, signed.recipe, .chain)
      compare("\(step) work", said.work.rawValue, signed.work, .chain)
      compare("\(step) layer", said.key.hex, signed.key, .chain)
    }
    for file in descriptor.files {
      compare("\(file.path.visible) SHA-256", file.digest, claims.subjects[file.path] ?? "nothing of it")
    }
    return faults
  }

  /// Files that need not be read to be known as others than those that were signed, by name.
  public func sizeFaults(_ image: PresentedImage, _ claims: ImageClaims) -> [String: StatementFault] {
    let name = image.descriptor
    // Of a descriptor that is another one, no word is believed.
    guard let bytes = image.documents[name], sha256(bytes) == claims.subjects[name],
      let descriptor = try? decodeJSON(Descriptor.self, from: bytes)
    else { return [:] }
    return descriptor.files.reduce(into: [:]) { faults, file in
      guard let size = image.sizes[file.path], size != file.size, image.unreadable[file.path] == nil else {
        return
      }
      faults[file.path] = StatementFault(
        .size, file.path,
        "has \(size) bytes, and \(name) says \(file.size)"
          + (size < file.size ? ": it was cut off, or is still being copied" : ""))
    }
  }

  /// Each layer stands on the one before it.
  private static func chainFaults(_ provenance: BuildProvenance) -> [StatementFault] {
    var parent: String?
    return provenance.layers.enumerated().compactMap { index, layer -> StatementFault? in
      defer { parent = layer.key }
      guard layer.parent != parent else { return nil }
      return StatementFault(
        .chain,
        "step \(index + 1) of the chain, \(layer.recipe.visible), stands on "
          + "\(layer.parent.map { "layer \($0.prefix(12))" } ?? "nothing"), and the step before it is "
          + "\(parent.map { "layer \($0.prefix(12))" } ?? "none")")
    }
  }

  /// Documents that were made with the image, or with its tests.
  private func documentFaults(
    _ image: PresentedImage, _ claims: ImageClaims, _ provenance: BuildProvenance,
    _ statements: ImageStatements,
    _ found: [String: String]
  ) -> [StatementFault] {
    var faults: [StatementFault] = []
    let repeated = Set([image.document(.tests), image.junit].compactMap(\.self))
    for product in provenance.byproducts {
      guard let name = product.name, name.isFileName, let signed = product.digest["sha256"] else { continue }
      // Tests are repeated: then their own statement counts.
      if repeated.contains(name), statements.digests[name] != nil { continue }
      if let fault = fault(of: name, signed, found[name], image, "the provenance") { faults.append(fault) }
    }
    for (name, signed) in statements.digests.sorted(by: { $0.key < $1.key }) {
      if let fault = fault(of: name, signed, found[name], image, image.envelope(.tests)) {
        faults.append(fault)
      }
    }
    // A document whose envelope was taken away would count as signed by the provenance alone.
    let names = Set(provenance.byproducts.compactMap(\.name))
    for kind in StatementKind.allCases where kind.document != nil {
      let envelope = image.envelope(kind)
      guard let name = image.document(kind), names.contains(name), image.documents[envelope] == nil else {
        continue
      }
      faults.append(
        image.unreadable[envelope].map { StatementFault(.malformed, envelope, $0) }
          ?? StatementFault(.missing, envelope, "is missing, and the provenance tells of \(name)"))
    }
    return faults
  }

  /// Files that look like the image's and of which nothing is signed.
  private func strayFaults(
    _ image: PresentedImage, _ claims: ImageClaims, _ statements: ImageStatements
  ) -> [StatementFault] {
    let products = Set(claims.provenance?.byproducts.compactMap(\.name) ?? [])
    let envelopes = Set(StatementKind.allCases.map(image.envelope))
    return image.sizes.keys.sorted().filter { name in
      claims.subjects[name] == nil && !products.contains(name) && !envelopes.contains(name)
        && !statements.vouched.contains(name) && statements.digests[name] == nil
    }.map { name in
      StatementFault(.extra, name, "is no part of the image by anything that is signed: move it away")
    }
  }

  /// What `SHA256SUMS` says is signed by nobody here; but `sha256sum -c` must not say otherwise.
  private func sumFaults(_ image: PresentedImage, _ found: [String: String]) -> [StatementFault] {
    image.sums.sorted { $0.key < $1.key }.compactMap { name, digest in
      guard let own = found[name], own != digest else { return nil }
      return StatementFault(
        .contradiction, "SHA256SUMS",
        "says that \(name.visible) has SHA-256 \(digest.visible), and it has \(own)")
    }
  }
}
