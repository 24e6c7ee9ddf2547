import Foundation
import Testing

@testable import Provisioning

struct PlacedPathsTests {
  /// A layer's own and its ancestors', not those of recipes that come after it.
  @Test func aLayerKnowsWhatItAndItsAncestorsPlace() throws {
    let place = Workplace()
    try place.write(
      "base.yaml",
      """
      name: base
      version: "1"
      os: {distribution: debian, release: "13", codename: trixie, arch: x86_64}
      installer:
        kind: debian-installer
        answers: base.preseed
        media: {kernel: {file: vmlinuz}, initrd: {file: initrd.gz}}
      hardware: {disks: [{name: system, size: 256MiB, role: system}]}
      install:
        mirror: http://mirror.example.org/debian
        storage: {table: mbr, partitions: [{mount: /, filesystem: ext4, size: 128MiB, grow: true}]}
      files: [{source: note, to: /var/log/note}]
      """)
    try place.write(
      "web.yaml", "name: web\nparent: base\nversion: \"1\"\nfiles: [{source: tree, to: /var/tmp/tree}]\n")
    for name in ["vmlinuz", "initrd.gz", "note"] { try place.write(name, "x\n") }
    try place.write("base.preseed", "d-i debian-installer/locale string C\n")
    try FileManager.default.createDirectory(
      atPath: "\(place.folder.path)/recipes/tree/sub", withIntermediateDirectories: true)
    try place.write("tree/sub/file", "x\n")
    let appliance = try place.plan("web").images[0].appliance
    #expect(appliance.placedPaths(through: "base") == ["/var/log/note"])
    #expect(
      appliance.placedPaths(through: "web") == [
        "/var/log/note", "/var/tmp/tree/", "/var/tmp/tree/sub/", "/var/tmp/tree/sub/file",
      ])
  }
}
