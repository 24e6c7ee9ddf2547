import Images

/// Writes a box for Vagrant's libvirt provider.
struct VagrantWriter: FormatWriter {
  func write(_ image: SealedImage, into folder: String, scratch: String) async throws -> [String] {
    let files = BundleFiles(image: image, format: .qcow2, scratch: scratch)
    let disks = try await files.disks { index, _ in VagrantBox.file(ofDisk: index) }
    let box = VagrantBox(image.descriptor, disks: disks.map(\.described))
    var archive = BundleArchive()
    archive.add("metadata.json", box.metadata)
    archive.add("Vagrantfile", box.vagrantfile)
    for disk in disks { archive.add(disk.described.file, contentsOf: disk.path) }
    let name = "\(image.stem).box"
    try await archive.write(to: "\(folder)/\(name)", compression: .stored)
    return [name]
  }
}
