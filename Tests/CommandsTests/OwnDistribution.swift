import Foundation

/// A distribution in a user's folder, with Debian's real netinst behaviour: an ISO of its own, and an answer file.
///
/// All that it names lies beside it; the shipped library is empty.
struct OwnDistribution {
  let program: Program
  /// A library without a recipe.
  let library: String

  init() throws {
    program = try Program()
    library = program.folder + "/library"
    for folder in ["distributions", "examples"] { try program.write("library/\(folder)/.keep", "") }
    try program.write("mine/media/netinst.iso", "stands for a CD image")
    try program.write(
      "mine/answers/own.preseed", "# as an office wants it\nd-i debian-installer/language string en\n")
    try program.write("mine/scripts/ready.sh", "#!/bin/sh\n")
    try add("acme-9", "9.6")
  }

  func add(_ name: String, _ release: String, endOfLife: String? = nil) throws {
    let end = endOfLife.map { ", end_of_life: \($0)" } ?? ""
    try program.write(
      "mine/\(name).yaml",
      """
      # Kept as it is.
      name: \(name)
      version: "1"
      os: {distribution: acme, release: "\(release)", codename: nine, arch: x86_64\(end)}
      installer:
        kind: debian-installer
        answers: answers/own.preseed
        media:
          mirrors: ["http://mirror.example.org/debian"]
          iso: {file: media/netinst.iso}
          kernel: {iso_path: install.amd/vmlinuz}
          initrd: {iso_path: install.amd/initrd.gz}
      hardware: {disks: [{name: system, size: 4GiB, role: system}]}
      install: {storage: {table: mbr, partitions: [{mount: /, filesystem: ext4, size: 1GiB, grow: true}]}}
      provision: [{script: scripts/ready.sh}]

      """)
  }

  /// Runs the program with the user's folder and nothing shipped.
  func run(_ words: String..., recipes: String = "mine") async throws -> Program.Result {
    try await program.run(words + ["--recipes", recipes, "--library", library])
  }
}
