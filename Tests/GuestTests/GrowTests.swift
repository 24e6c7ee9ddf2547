import Foundation
import Testing

@testable import Guest

/// What becomes of a disk that is larger than its file system. One after the other, so that the long one is begun when all other
/// suites have had their turn, and runs beside what is left of ``GuestSessionTests`` then.
@Suite(.serialized) struct GrowTests {
  private struct Kind {
    let name: String
    /// For sfdisk; nil for a file system on the whole disk.
    var label: String?
    /// Makes and mounts the file system of `$part` at `$root`, and prints its fstab's first words; fails where the appliance lacks a
    /// program.
    let make: String
    /// What libguestfs calls the root, with DISK for the disk.
    let root: String
    var isGrown = true
  }

  private static let kinds = [
    Kind(
      name: "ext4 on GPT", label: "gpt",
      make:
        "mkfs.ext4 -q -F $part && mount $part $root && fstab=UUID=$(blkid -c /dev/null -s UUID -o value $part)",
      root: "DISK1"),
    Kind(
      name: "xfs on MBR", label: "dos",
      make:
        "mkfs.xfs -q -f $part && mount $part $root && fstab=UUID=$(blkid -c /dev/null -s UUID -o value $part)",
      root: "DISK1"),
    Kind(
      name: "LVM on MBR", label: "dos",
      make: """
        lvm pvcreate -q -q -y $part && lvm vgcreate -q -q kiln $part && lvm lvcreate -q -q -y -n root -l 100%FREE kiln &&
          mkfs.ext4 -q -F /dev/kiln/root && mount /dev/kiln/root $root && fstab=/dev/kiln/root
        """,
      root: "/dev/kiln/root"),
    Kind(
      name: "ext4 on the whole disk",
      make:
        "mkfs.ext4 -q -F $disk 300M && mount $disk $root && fstab=UUID=$(blkid -c /dev/null -s UUID -o value $disk)",
      root: "DISK", isGrown: false),
  ]

  @Test(
    arguments: [
      (3 << 30, 512, true, UInt64((3 << 30) - (1 << 20))), (3 << 30, 512, false, 3 << 30),
      ((3 << 30) + 700, 512, false, 3 << 30), (3 << 30, 4096, true, (3 << 30) - (1 << 20)),
    ] as [(UInt64, UInt64, Bool, UInt64)])
  func aPartitionEndsBeforeTheBackupTable(size: UInt64, sector: UInt64, isGPT: Bool, end: UInt64) {
    let found = PartitionEnd(diskSize: size, sectorSize: sector, isGPT: isGPT)
    #expect(found.byte == end - 1)
    #expect(found.sector == end / sector - 1)
  }

  /// One start of the appliance for every kind of disk; before any is made, none has a system.
  @Test("case 15: the last file system grows to the disk's end")
  func everyKindOfDiskGrows() async throws {
    let folder = try TemporaryFolder()
    let paths = Self.kinds.indices.map { "\(folder.path)/\($0).raw" }
    for (path, kind) in zip(paths, Self.kinds) {
      let table = kind.label.map { "printf 'label: \($0)\\nsize=350M\\n' | /usr/sbin/sfdisk -q \"$1\"" } ?? ""
      try runTool("sh", ["-ec", "truncate -s 400M \"$1\"; \(table)\ntruncate -s 700M \"$1\"", "sh", path])
    }
    let session = try await GuestSession.open(
      disks: paths.map { GuestDisk(path: $0, format: .raw) }, settings: .emulated)
    await #expect(throws: GuestError.operatingSystems(found: [])) { try await session.mountSystem() }
    var made: [Int] = []
    for (index, kind) in Self.kinds.enumerated() {
      if try await session.makeSystem(kind.make, onDisk: index) { made.append(index) }
    }
    #expect(Set(made).isSuperset(of: [0, 3]), "\(made)")
    let found = try await session.inspected()
    for index in made {
      let kind = Self.kinds[index]
      let disk = try await session.disk(index)
      let own = found.filter { $0.contains(disk) || $0 == kind.root }
      let root = try await session.choose(among: own)
      #expect(root == kind.root.replacing("DISK", with: disk), "\(kind.name): \(own)")
      let growth = try await session.grow(disk, root: root)
      guard kind.isGrown else {
        #expect(growth == .kept(reason: "it has no partition table that is known here"))
        continue
      }
      guard case .grown(_, let bytes) = growth else {
        Issue.record("\(kind.name): \(growth)")
        continue
      }
      #expect(bytes > 330 << 20, "\(kind.name)")
      #expect(try await session.size(of: root) > 600 << 20, "\(kind.name)")
      #expect(try await session.grow(disk, root: root) == .full, "\(kind.name)")
    }
    try await session.close()
    for index in made where Self.kinds[index].label != nil {
      let check = "/usr/sbin/sfdisk -V \"$1\" > \"$1.said\" 2>&1; ! grep -qi backup \"$1.said\""
      try runTool("sh", ["-c", check, "sh", paths[index]])
    }
  }
}

extension GuestSession {
  /// The appliance's kernel has its own order of disks.
  private static func node(_ index: Int) -> String {
    "$(readlink -f /dev/disk/by-path/*-scsi-0:0:\(index):0)"
  }

  /// A system as small as libguestfs takes for one; whether it could be made.
  fileprivate func makeSystem(_ make: String, onDisk index: Int) throws -> Bool {
    let output = try appliance(
      """
      disk=\(Self.node(index)) root=/tmp/system\(index) options=defaults
      part=${disk}1
      mkdir -p $root
      { \(make); } > /dev/null 2>&1 || exit 0
      cd $root && mkdir -p bin etc usr/bin var/lib/dpkg boot
      printf 'ID=debian\\nVERSION_ID="13"\\n' > etc/os-release
      echo 13.0 > etc/debian_version
      type=$(blkid -c /dev/null -s TYPE -o value $(findmnt -no SOURCE $root 2> /dev/null | sed 's/\\[.*//') 2> /dev/null)
      echo "$fstab / ${type:-auto} $options 0 1" > etc/fstab
      cd / && sync && umount $root && echo made
      """)
    return output.contains("made")
  }

  fileprivate func inspected() throws -> [String] { try handle.inspect() }

  fileprivate func disk(_ index: Int) throws -> String { try handle.disks()[index] }

  /// Bytes of a mounted file system.
  fileprivate func size(of device: String) throws -> UInt64 {
    try handle.mount(device, at: "/")
    defer { try? handle.unmountAll() }
    let words = try appliance("df -k /sysroot | tail -n 1").split { $0 == " " || $0 == "\n" }
    return try #require(UInt64(words[1])) << 10
  }
}
