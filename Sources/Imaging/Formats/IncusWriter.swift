import Failures
import Files
import Images

/// Writes the two files that LXD and Incus import a virtual machine from: its metadata, and its disk.
struct IncusWriter: FormatWriter {
  func write(_ image: SealedImage, into folder: String, scratch: String) async throws -> [String] {
    guard image.disks.count == 1 else {
      throw BuildError(
        .imageUnusable,
        "\(image.stem) has \(image.disks.count) disks, and an image of LXD or Incus has one: leave the format 'incus' out"
      )
    }
    let disks = try await BundleFiles(image: image, format: .qcow2, scratch: scratch).disks()
    var archive = BundleArchive()
    archive.add("metadata.yaml", IncusMetadata(image.descriptor).text)
    let names = ["\(image.stem).incus.tar.xz", "\(image.stem).incus.qcow2"]
    try await archive.write(to: "\(folder)/\(names[0])", compression: .xz)
    try await onThread { [disk = disks[0].path] in
      let draft = try Draft(for: "\(folder)/\(names[1])")
      try draft.fill(from: disk) { _ in }
      try draft.commit()
    }
    return names
  }
}
