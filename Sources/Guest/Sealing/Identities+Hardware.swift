extension Identity {
  /// What a system noted of the machine that it was installed in. Another one's disks and network cards are none of these.
  static let ofHardware: [Identity] = [
    // Only the disks listed there are used by LVM, by serial numbers of the build's machine: volumes of an image would not be found.
    // Without the file all are; lvmdevices(8).
    Identity(
      title: "LVM's list of this machine's disks", files: ["/etc/lvm/devices/system.devices"],
      mayBeOnPurpose: false),
    // Made again for the disks that are there; multipath.conf(5), bindings_file and wwids_file.
    Identity(
      title: "multipath's names of this machine's disks",
      files: ["/etc/multipath/bindings", "/etc/multipath/wwids"]),
    // A connection that names a card which no other machine has would leave that without a network; without it, NetworkManager
    // and the ifcfg plug-in take any card. nm-settings-keyfile(5), "mac-address".
    Identity(
      title: "network connections of one card",
      files: [
        "/etc/NetworkManager/system-connections/*", "/etc/sysconfig/network-scripts/ifcfg-*",
        "/etc/sysconfig/network/ifcfg-*",
      ],
      markers: ["\nmac-address=", "\nHWADDR="]),
    // libblkid's list of devices; blkid(8).
    Identity(
      title: "blkid's list of this machine's disks",
      files: ["/etc/blkid.tab", "/etc/blkid/blkid.tab", "/var/lib/blkid/blkid.tab"], mayBeOnPurpose: false),
  ]
}
