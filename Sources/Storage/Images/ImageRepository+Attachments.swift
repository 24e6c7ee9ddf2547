import Files
import Foundation
import Images
import Planning

/// What is said of builds after they were made: `images/attached/NAME/VERSION+BUILD/KIND`, freed with the build.
extension ImageRepository {
  var attached: String { "\(folder)/attached" }

  private func folder(of id: BuildID) -> String { "\(attached)/\(id.name)/\(id.label)" }

  func attachmentFile(_ kind: AttachmentKind, of id: BuildID) -> String {
    "\(folder(of: id))/\(kind.rawValue)"
  }

  /// Those of all builds.
  var attachmentFolders: [String] {
    FileSystem.entries(of: attached).flatMap { name in
      FileSystem.entries(of: "\(attached)/\(name)").map { "\(attached)/\(name)/\($0)" }
    }
  }

  /// Says something of a build, in place of what was said before.
  public func attach(_ bytes: [UInt8], as kind: AttachmentKind, to id: BuildID) throws {
    try FileSystem.makeFolder(folder(of: id))
    try FileSystem.write(Data(bytes), to: attachmentFile(kind, of: id))
  }

  /// Takes back what is said of a build, if anything is.
  public func detach(_ kind: AttachmentKind, from id: BuildID) throws {
    try FileSystem.remove(attachmentFile(kind, of: id))
  }

  /// What is said of a build; nil where nothing is.
  public func attachment(_ kind: AttachmentKind, of id: BuildID) throws -> [UInt8]? {
    try PlainFile.contents(attachmentFile(kind, of: id)).map(Array.init)
  }

  /// Of which kinds something is said of a build.
  public func attachments(of id: BuildID) -> Set<AttachmentKind> {
    Set(FileSystem.entries(of: folder(of: id)).compactMap(AttachmentKind.init))
  }

  /// How a build's test went; nil where none was made.
  ///
  /// - Throws: `JSONError` or `DecodingError` for a report that was damaged.
  public func testReport(of id: BuildID) throws -> TestReport? {
    try attachment(.tests, of: id).map { try TestReport($0) }
  }

  /// Says of a build how its test went, in both forms.
  public func attach(_ report: TestReport, to id: BuildID) throws {
    try attach(try report.encoded(), as: .tests, to: id)
    try attach(Array(report.junit.utf8), as: .junit, to: id)
  }

  /// Whether something of each of these kinds is said of the build of an image that is there.
  func has(_ kinds: Set<AttachmentKind>, of image: PlannedImage) -> Bool {
    build(of: image).map { kinds.isSubset(of: attachments(of: $0.id)) } ?? false
  }

  /// Frees what is said of a build that is gone.
  func removeAttachments(of id: BuildID) throws { try FileSystem.remove(folder(of: id)) }
}
