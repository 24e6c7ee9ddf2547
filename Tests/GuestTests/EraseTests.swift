import Foundation
import Testing
import Text

@testable import Guest

/// One start of the appliance for every kind of place where deleted bytes may stay.
struct EraseTests {
  /// Never as such in a program's text or log: only its parts are.
  private static let canary = ["canary", "of", "deleted", "bytes"].joined(separator: "-")

  /// A file system, how it is made and which partition it is in; each larger than its program asks for at the least.
  private static let kinds = [
    ("ext4", "mkfs.ext4 -q -F -b 4096", "64M"), ("ext4-small-blocks", "mkfs.ext4 -q -F -b 1024", "64M"),
    ("btrfs", "mkfs.btrfs -q -f", "160M"), ("vfat", "mkfs.vfat -s 8", "48M"),
    ("xfs", "mkfs.xfs -q -f", "320M"),
  ]

  @Test func nothingDeletedIsLeftOnAnyFileSystem() async throws {
    let folder = try TemporaryFolder()
    let base = folder.path + "/base.img"
    let (overlay, blank) = (folder.path + "/overlay.qcow2", folder.path + "/blank.qcow2")
    let gaps = folder.path + "/gaps.qcow2"
    try Self.makeBase(base, in: folder)
    try runTool(
      "qemu-img", ["create", "-q", "-f", "qcow2", "-b", base, "-F", "raw", overlay])
    try runTool("qemu-img", ["create", "-q", "-f", "qcow2", blank, "1G"])
    try runTool("qemu-img", ["create", "-q", "-f", "qcow2", gaps, "64M"])
    let session = try await GuestSession.open(
      disks: [overlay, blank, gaps].map { GuestDisk(path: $0, format: .qcow2) },
      settings: .emulated)
    let parent = try await session.parent()
    let (disk, table) = (try await session.disk(ofMebibytes: 1024), try await session.disk(ofMebibytes: 64))
    let made = try await session.makeFileSystems(Self.kinds, on: disk)
    #expect(Set(made.keys).isSuperset(of: ["ext4", "ext4-small-blocks", "btrfs", "vfat"]))
    try await session.deleteCanaries(Self.canary, on: [parent] + made.values.sorted())
    try await session.leaveCanaries(Self.canary, outsideFileSystemsOf: disk)
    let partitions = try await session.leaveCanaries(Self.canary, betweenPartitionsOf: table)
    // None of all these is mounted, as where a script has made a file system, or its place is in no table.
    #expect(
      try await session.erase() == [
        "\(table)5: it cannot be mounted, and what was deleted on it stays"
      ])
    try await session.check(made.merging(["parent": parent]) { $1 })
    #expect(try await session.partitions(of: table) == partitions, "the tables of logical partitions stay")
    try await session.close()

    for disk in [overlay, blank, gaps] {
      let found = try Self.forms(of: Self.canary, in: disk)
      #expect(found == [], "\(disk)")
      try runTool("qemu-img", ["convert", "-f", "qcow2", "-O", "raw", disk, disk + ".raw"])
      let foundInRaw = try Self.forms(of: Self.canary, in: disk + ".raw")
      #expect(foundInRaw == [], "\(disk)")
    }
    #expect(try Self.forms(of: "kept line", in: overlay + ".raw") == ["kept line"])
  }

  /// What a parent layer has, and this one deletes.
  private static func makeBase(_ path: String, in folder: TemporaryFolder) throws {
    let tree = folder.path + "/tree"
    try FileManager.default.createDirectory(atPath: tree, withIntermediateDirectories: true)
    let text = (1...4000).map { "\(canary) \($0)\n" }.joined()
    for name in ["canary-large", "between", "canary-2"] {
      try Data((name == "between" ? "between" : text).utf8).write(to: URL(fileURLWithPath: "\(tree)/\(name)"))
    }
    try runTool("mke2fs", ["-q", "-t", "ext4", "-L", "parent", "-d", tree, path, "64M"])
  }

  /// Each of the forms that are looked for in which a text is found in a file's bytes; by grep, which passes over holes.
  private static func forms(of text: String, in path: String) throws -> [String] {
    let base64 = Data(text.utf8.dropLast(text.utf8.count % 3)).base64EncodedString()
    return try [text, String(text.reversed()), base64].filter { form in
      do {
        try runTool("grep", ["-qzaF", "-e", form, path])
        return true
      } catch let failure as ToolFailure where failure.status == 1 {
        return false
      }
    }
  }
}

extension GuestSession {
  /// The disk with the parent's file system.
  fileprivate func parent() throws -> String {
    try appliance("blkid -c /dev/null -L parent").trimmingCharacters(in: .newlines)
  }

  /// The blank disk of a size.
  fileprivate func disk(ofMebibytes size: Int) throws -> String {
    try appliance(
      """
      for disk in /dev/sd?; do
        [ "$(blockdev --getsize64 $disk)" != \(size << 20) ] || blkid -p $disk > /dev/null || echo $disk
      done
      """
    ).trimmingCharacters(in: .newlines)
  }

  fileprivate func partitions(of disk: String) throws -> String { try appliance("sfdisk -d \(disk)") }

  /// Below the grain of partitioning programs, off every block's edge, and behind all. The first logical partition has a file
  /// system that cannot be mounted.
  fileprivate func leaveCanaries(_ canary: String, betweenPartitionsOf disk: String) throws -> String {
    let layout = [
      "label: dos", "start=2048, size=5000, type=83", "start=8000, size=60000, type=5",
      "start=10048, size=4000, type=83", "start=20000, size=4000, type=83",
    ].joined(separator: "\n")
    try appliance(
      """
      printf '%s\\n' \(shellWord(layout)) | sfdisk -q \(disk); udevadm settle
      mkfs.ext4 -q -F -b 1024 \(disk)5
      dd if=/dev/zero of=\(disk)5 bs=1024 seek=2 count=8 conv=notrunc 2> /dev/null
      for sector in 7048 7990 68000 131071; do
        printf \(canary) | dd of=\(disk) bs=512 seek=$sector conv=notrunc 2> /dev/null
      done
      sync
      """)
    return try partitions(of: disk)
  }

  /// Makes those file systems that the appliance has programs for: name to device.
  fileprivate func makeFileSystems(
    _ kinds: [(name: String, program: String, size: String)], on disk: String
  ) throws -> [String: String] {
    let layout = "label: gpt\n" + kinds.map { "size=\($0.size)\n" }.joined() + "size=32M, type=S\n"
    var script = "printf '%s' \(shellWord(layout)) | sfdisk -q \(disk); udevadm settle\n"
    for (index, kind) in kinds.enumerated() {
      let program = kind.program.prefix { $0 != " " }
      script += "if command -v \(program) > /dev/null; then \(kind.program) \(disk)\(index + 1) > /dev/null; "
      script += "echo \(kind.name) \(disk)\(index + 1); fi\n"
    }
    script += "mkswap \(disk)\(kinds.count + 1) > /dev/null\n"
    let lines = try appliance(script).split(separator: "\n").map { $0.split(separator: " ") }
    return Dictionary(
      uniqueKeysWithValues: lines.filter { $0.count == 2 }.map { (String($0[0]), String($0[1])) })
  }

  /// Writes and deletes files of one line and of many, and writes short ones where they were.
  fileprivate func deleteCanaries(_ canary: String, on devices: [String]) throws {
    for device in devices {
      try appliance(
        """
        mkdir -p /tmp/x && mount -o discard \(device) /tmp/x && cd /tmp/x || exit 1
        i=0
        while [ $i -lt 300 ]; do i=$((i + 1)); echo "\(canary) $i"; done > canary-large
        i=0
        while [ $i -lt 30 ]; do i=$((i + 1)); echo "\(canary) $i" > canary-$i; done
        echo \(canary) | base64 > canary-base64
        echo \(canary) | rev > canary-reversed
        ln -s /\(canary)/\(canary)/\(canary)/\(canary) canary-link 2> /dev/null
        sync
        rm -f canary-*
        i=0
        while [ $i -lt 30 ]; do i=$((i + 1)); echo ok > kept-$i; done
        echo "kept line" > kept-1
        sync
        cd / && umount /tmp/x
        """)
    }
  }

  /// In swap space beyond its header, and beyond the last partition.
  fileprivate func leaveCanaries(_ canary: String, outsideFileSystemsOf disk: String) throws {
    try appliance(
      """
      swap=$(blkid -c /dev/null -t TYPE=swap -o device)
      printf \(canary) | dd of=$swap bs=4096 seek=100 conv=notrunc 2> /dev/null
      printf \(canary) | dd of=\(disk) bs=1M seek=1000 conv=notrunc 2> /dev/null
      sync
      """)
  }

  /// The file systems are sound and have their files, and swap space its header.
  fileprivate func check(_ devices: [String: String]) throws {
    try appliance("blkid -c /dev/null -t TYPE=swap -o device | grep -q .")
    for (kind, device) in devices.sorted(by: { $0.key < $1.key }) {
      let check = kind.hasPrefix("ext4") || kind == "parent" ? "e2fsck -fn \(device)" : "true"
      try appliance(
        """
        \(check) && mkdir -p /tmp/y && mount \(device) /tmp/y && [ "$(cat /tmp/y/kept-30)" = ok ] && umount /tmp/y
        """)
    }
  }
}
