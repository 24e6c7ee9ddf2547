import Files
import Foundation
public import Images
public import Storage

/// Where the files of an image are that is to be verified.
public struct ImageFiles: Sendable {
  /// `NAME-VERSION`.
  let stem: String
  /// By name.
  let paths: [String: String]
  /// Bytes that are known already, by name.
  let known: [String: [UInt8]]
  let sums: [String: String]

  /// Documents that are larger than this are nobody's.
  private static let limit = 512 << 20

  /// An image in a folder.
  ///
  /// - Parameter path: of any of its files, or of its stem.
  /// - Throws: that there is nothing of the kind.
  public init(at path: String) throws {
    let url = URL(fileURLWithPath: path)
    let folder = url.deletingLastPathComponent().path
    let name = url.lastPathComponent
    let names = FileSystem.entries(of: folder)
    guard !FileSystem.isFolder(path) else {
      throw FileError("\(path) is a folder", reason: "name a file of the image: its descriptor, or a disk")
    }
    guard
      let stem = PresentedImage.stem(of: name, among: names)
        ?? PresentedImage.stem(of: "\(name).", among: names)
    else {
      guard names.contains(name) else {
        throw FileError("there is no \(path)", reason: "name a file of an image")
      }
      throw FileError(
        "nothing is known of \(path)",
        reason:
          "there is no descriptor and no provenance (NAME-VERSION.\(StatementKind.provenance.ending)) beside it"
      )
    }
    self.stem = stem
    let own = PresentedImage.files(of: stem, among: names)
    paths = Dictionary(uniqueKeysWithValues: own.map { ($0, "\(folder)/\($0)") })
    known = [:]
    sums = Checksums.read("\(folder)/SHA256SUMS").filter { own.contains($0.key) }
  }

  /// A build in a store.
  public init(_ manifest: ImageManifest, in images: ImageRepository) throws {
    let stem = "\(manifest.id.name)-\(manifest.id.version)"
    self.stem = stem
    paths = Dictionary(
      manifest.handedOut.map { ($0.path, images.blob($0.digest)) }, uniquingKeysWith: { one, _ in one })
    known = try AttachmentKind.allCases.reduce(into: [:]) { known, kind in
      known["\(stem).\(kind.rawValue)"] = try images.attachment(kind, of: manifest.id)
    }
    sums = [:]
  }

  /// All of it but its large files, which are only looked at.
  func presented() -> PresentedImage {
    var image = PresentedImage(stem: stem, sums: sums)
    image.documents = known
    image.sizes = known.mapValues { UInt64($0.count) }
    for (name, path) in paths {
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        (image.sizes[name], image.unreadable[name]) = (0, "is no plain file")
        continue
      }
      image.sizes[name] = UInt64(status.st_size)
      guard image.isDocument(name) else { continue }
      do {
        image.documents[name] = try PlainFile.contents(path, limit: Self.limit).map(Array.init)
      } catch {
        image.unreadable[name] = "\(error)"
      }
    }
    return image
  }
}
