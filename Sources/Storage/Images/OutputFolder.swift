import Digests
import Files
import Foundation
import Images
import JSON
import Planning
import Recipes

/// The folder that images go to, looked at before a build.
public struct OutputFolder: Sendable {
  let path: String
  let store: Store

  public init(path: String, store: Store) {
    self.path = path
    self.store = store
  }

  /// Makes it where it is missing, and only then looks at whose it is: what comes between would go unseen. Removes what killed
  /// builds left in it.
  ///
  /// - Throws: `FileError` when others could put files of their own in it, or another folder in its place.
  public func prepare() throws {
    try FileSystem.makeFolder(path)
    try FolderAccess.check(path, sharedWith: try store.sharedGroup.map(FolderAccess.group(named:)))
    FileSystem.removeDrafts(in: path)
  }

  /// Moves what is not what its image was when it was sealed out of the way, so that it is copied, or made, anew.
  ///
  /// Files that have not changed since they were last read are not read again.
  public func setAsideDamaged(_ images: [PlannedImage]) async throws {
    let sums = "\(path)/SHA256SUMS"
    let listed = Checksums.read(sums)
    for image in images {
      let files = ImageFiles(folder: path, image: image)
      guard FileSystem.isTaken(files.descriptor) else { continue }
      // Another process may be about to put another build there.
      let lock = try await ImageDelivery.lock(files.stem)
      defer { withExtendedLifetime(lock) {} }
      guard let described = files.described, described.kiln.key == image.key else { continue }
      let name = URL(fileURLWithPath: files.descriptor).lastPathComponent
      if let digest = listed[name], try await isSetAside(files.descriptor, sha256: digest) { continue }
      var digests = [name: try sha256(file: files.descriptor)]
      var isSound = true
      for file in described.files where file.isSound {
        digests[file.path] = file.digest
        if try await isSetAside("\(path)/\(file.path)", sha256: file.digest) { isSound = false }
      }
      // A run that was killed may not have come to it.
      if isSound, digests.contains(where: { listed[$0.key] != $0.value }) {
        try await Checksums.record(digests, at: sums)
      }
    }
  }

  private func isSetAside(_ file: String, sha256 expected: String) async throws -> Bool {
    guard FileSystem.isTaken(file),
      let fault = try await onThread({ [store] in store.integrity.known.fault(of: file, expected: expected) })
    else { return false }
    let place = Self.freeName(for: file)
    try FileSystem.move(file, to: place)
    store.integrity.reports.add("\(file) \(fault); it is set aside as \(place)")
    return true
  }

  private static func freeName(for file: String) -> String {
    let names = (1...).lazy.map { $0 == 1 ? "\(file).damaged" : "\(file).damaged-\($0)" }
    return names.first { !FileSystem.isTaken($0) } ?? file
  }
}

/// What stands in a folder under an image's name: a copy that was put there, or what an earlier version of Kiln made there.
struct ImageFiles: Sendable {
  let folder: String
  let image: PlannedImage

  init(folder: String, image: PlannedImage) {
    self.folder = folder
    self.image = image
  }

  var descriptor: String { "\(folder)/\(image.descriptorName)" }

  /// Of its files' paths, before their endings.
  var stem: String { "\(folder)/\(image.stem)" }

  /// What the image's descriptor says; nil where there is none that can be read.
  var described: Descriptor? {
    (try? PlainFile.contents(descriptor)).flatMap { $0 }.flatMap {
      try? decodeJSON(Descriptor.self, from: $0)
    }
  }
}

extension PlannedImage {
  /// What the descriptor's file is called.
  var descriptorName: String { "\(stem).json" }

  /// What a disk's file is called: the system's as the image, a further one with its own name after that.
  public func fileName(of disk: Hardware.Disk, as format: ImageFormat = .qcow2) -> String {
    let stem = disk == appliance.hardware.systemDisk ? stem : "\(stem)-\(disk.name)"
    return stem + format.fileEnding
  }
}
