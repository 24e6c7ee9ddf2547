import Images

/// Writes a tar of libvirt's domain XML and the disks.
struct LibvirtWriter: FormatWriter {
  func write(_ image: SealedImage, into folder: String, scratch: String) async throws -> [String] {
    let disks = try await BundleFiles(image: image, format: .qcow2, scratch: scratch).disks()
    var archive = BundleArchive()
    archive.add(
      "\(image.stem).xml",
      LibvirtDomain(image.descriptor, name: image.stem, disks: disks.map(\.described)).text)
    for disk in disks { archive.add(disk.described.file, contentsOf: disk.path) }
    let name = "\(image.stem).libvirt.tar"
    try await archive.write(to: "\(folder)/\(name)")
    return [name]
  }
}
