import Testing

@testable import Guest

@Suite struct RootCandidateTests {
  private func originals(_ rows: [(device: String, root: String?, origin: String?)]) -> [String] {
    RootCandidate.originals(
      rows.map { RootCandidate(device: $0.device, mountsAsRoot: $0.root, origin: $0.origin) }
    ).map(\.device)
  }

  @Test(
    "case 06: copies of the system do not count",
    arguments: [
      (
        "snapper beside @",
        [
          ("btrfsvol:/dev/sda2/@", "btrfsvol:/dev/sda2/@", nil),
          ("btrfsvol:/dev/sda2/@snapshots/1/snapshot", "btrfsvol:/dev/sda2/@", nil),
          ("btrfsvol:/dev/sda2/@snapshots/2/snapshot", "btrfsvol:/dev/sda2/@", nil),
        ], ["btrfsvol:/dev/sda2/@"]
      ),
      (
        "a default subvolume, and an fstab that names no subvolume",
        [
          ("/dev/sda2", "/dev/sda2", nil), ("btrfsvol:/dev/sda2/@/.snapshots/2/snapshot", "/dev/sda2", nil),
        ], ["/dev/sda2"]
      ),
      (
        "a default subvolume beside one with an fstab of its own",
        [("/dev/sda2", nil, nil), ("btrfsvol:/dev/sda2/old", "btrfsvol:/dev/sda2/old", nil)], ["/dev/sda2"]
      ),
      (
        "an LVM snapshot that its UUID takes for the system",
        [("/dev/vg/root", "/dev/vg/snap", nil), ("/dev/vg/snap", "/dev/vg/snap", "/dev/vg/root")],
        ["/dev/vg/root"]
      ),
      (
        "a snapshot whose origin is no system", [("/dev/vg/snap", "/dev/vg/snap", "/dev/vg/data")],
        ["/dev/vg/snap"]
      ),
      (
        "A and B, each its own", [("/dev/sda2", "/dev/sda2", nil), ("/dev/sda3", "/dev/sda3", nil)],
        ["/dev/sda2", "/dev/sda3"]
      ),
      (
        "two that name one another", [("/dev/sda2", "/dev/sda3", nil), ("/dev/sda3", "/dev/sda2", nil)],
        ["/dev/sda2", "/dev/sda3"]
      ),
    ] as [(String, [(device: String, root: String?, origin: String?)], [String])])
  func copiesOfTheSystemDoNotCount(
    title: String, rows: [(device: String, root: String?, origin: String?)], expected: [String]
  ) {
    #expect(originals(rows) == expected, "\(title)")
  }

  private static let menu = """
    set default="0"
    function savedefault {
      save_env saved_entry
    }
    menuentry 'Debian' --class os {
    \tlinux\t/vmlinuz root=UUID=aa-bb ro quiet
    \tinitrd /initrd
    }
    submenu 'Advanced' {
      menuentry 'old' {
        linux /vmlinuz.old root=UUID=old ro single
      }
    }
    menuentry 'Rescue' $menuentry_id_option 'gnulinux-rescue-1234567890123456789012345' {
      linux /rescue root=/dev/sda3
    }

    """

  @Test(arguments: [
    ("0", "UUID=aa-bb"), ("2", "/dev/sda3"), ("9", "UUID=aa-bb"), ("${saved_entry}", "UUID=aa-bb"),
    ("1>0", "UUID=old"), ("1", "UUID=old"), ("Advanced>old", "UUID=old"), ("1>9", "UUID=aa-bb"),
    ("gnulinux-rescue-1234567890123456789012345", "/dev/sda3"), ("Rescue", "/dev/sda3"),
    ("99999999999999999999", "UUID=aa-bb"),
  ])
  func theDefaultEntryOfGRUBIsTheOneThatStarts(number: String, root: String) {
    let text = Self.menu.replacing("default=\"0\"", with: "default=\"\(number)\"")
    #expect(BootEntry.grub(text)?.root == root)
  }

  @Test(arguments: [
    ("title x\noptions root=PARTUUID=1-2 rootflags=noatime,subvol=/@a quiet", "PARTUUID=1-2", "@a"),
    ("options quiet\noptions root=LABEL=r", "LABEL=r", nil), ("linux /vmlinuz\n", nil, nil),
    ("options root=", nil, nil),
  ])
  func entriesOfTheSpecificationAreRead(text: String, root: String?, subvolume: String?) {
    let entry = BootEntry.specification(text)
    #expect(entry?.root == root)
    #expect(entry?.subvolume == subvolume)
  }
}
