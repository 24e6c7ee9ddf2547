import Archive
import Digests
import Files
import Images

/// Writes a KubeVirt containerDisk as an OCI image layout in a tar, which skopeo reads as `oci-archive:`.
struct ContainerDiskWriter: FormatWriter {
  func write(_ image: SealedImage, into folder: String, scratch: String) async throws -> [String] {
    let disks = try await BundleFiles(image: image, format: .qcow2, scratch: scratch).disks()
    let layer = "\(scratch)/layer.tar"
    try await pack(disks).write(to: layer)
    let digest = try await onThread { try sha256(file: layer) }
    let container = ContainerDisk(image.descriptor, layer: digest, size: FileSystem.size(of: layer) ?? 0)
    var archive = BundleArchive()
    archive.add("oci-layout", ContainerDisk.layout)
    archive.add("index.json", container.index)
    for blob in [container.manifest, container.configuration] { archive.add(blob.path, blob.bytes) }
    archive.add(ContainerDisk.path(ofBlob: digest), contentsOf: layer)
    let name = "\(image.stem).containerdisk.tar"
    try await archive.write(to: "\(folder)/\(name)")
    return [name]
  }

  private func pack(_ disks: [BundleFiles.Disk]) -> BundleArchive {
    func entry(_ path: String, _ kind: ArchiveEntry.Kind, _ mode: UInt16) -> ArchiveEntry {
      ArchiveEntry(
        path: path, kind: kind, mode: mode, uid: ContainerDisk.owner, gid: ContainerDisk.owner)
    }
    var archive = BundleArchive()
    archive.add(folder: entry(ContainerDisk.folder, .folder, 0o755))
    for disk in disks {
      archive.add(
        entry("\(ContainerDisk.folder)/\(disk.described.file)", .file, 0o440), contentsOf: disk.path)
    }
    return archive
  }
}
