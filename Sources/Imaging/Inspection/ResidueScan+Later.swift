import Foundation
public import Images
import JSON
import Recipes
import Storage

/// A scan of what is there already: builds of the store, handed-out images, and images of others.
extension ResidueScan {
  /// What is found in an image today. What the recipe of a build allowed when that was made, it allows still.
  ///
  /// - Parameter isRaw: whether only the bytes of the disks are looked through: see ``rawReport(of:as:)``.
  /// - Throws: what keeps the image from being read.
  public func report(
    of source: ImageSource, isRaw: Bool = false, progress: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws -> ResidueReport {
    if isRaw { return try await rawReport(of: source, as: identity(of: source)) }
    return try await report(
      of: source, as: identity(of: source),
      allowances: try earlier(source)?.findings.compactMap(\.allowance) ?? [],
      progress: progress)
  }

  private func identity(of source: ImageSource) -> DescribedImage {
    guard let descriptor = source.descriptor else { return DescribedImage(name: source.title) }
    return DescribedImage(
      name: descriptor.identifier, version: descriptor.version, build: source.build?.label,
      digest: descriptor.disks.lazy.compactMap { $0.file?.digest }.first)
  }

  /// What was found when a build was made; nil where that is not known.
  private func earlier(_ source: ImageSource) throws -> ResidueReport? {
    try source.build.flatMap { try store.images.attachment(.residue, of: $0) }
      .flatMap { try? decodeJSON(ResidueReport.self, from: $0) }
  }
}

extension ResidueFinding {
  /// What let it stay; nil for what must not.
  fileprivate var allowance: ResidueAllowance? {
    allowed.map { ResidueAllowance(path: path ?? ResidueAllowance.freeSpace, kind: kind, reason: $0) }
  }
}
