import Files
public import Images
import JSON

extension Store {
  /// What is known of a build beside its files.
  ///
  /// Its packages are compared with those of the build made before it, of those whose packages are known.
  ///
  /// - Parameter keys: those that may have signed.
  public func findings(of id: BuildID, knowing keys: TrustedKeys) -> BuildFindings {
    let before = images.builds(of: id.name).first {
      $0.build < id.build && images.attachments(of: $0).contains(.cycloneDX)
    }
    return BuildFindings(of: id, before: before, knowing: keys) { kind, build in
      if let bytes = try images.attachment(kind, of: build) { return bytes }
      return kind == .residue ? try residueThatFailed(build) : nil
    }
  }

  /// The report of a build that was not clean is attached to nothing: it is beside the logs.
  private func residueThatFailed(_ id: BuildID) throws -> [UInt8]? {
    let file = "\(logs.folder(of: id.name))/\(AttachmentKind.residue.rawValue)"
    guard let data = try PlainFile.contents(file),
      let report = try? decodeJSON(ResidueReport.self, from: data),
      report.image.name == id.name, report.image.build == id.label
    else { return nil }
    return Array(data)
  }

  /// The files that are attached to a build, sorted.
  public func attachmentFiles(of id: BuildID) -> [String] {
    images.attachments(of: id).map { images.attachmentFile($0, of: id) }.sorted()
  }
}
