/// The names that the finished machine has for its disks, given to the same disks while commands run in an image.
///
/// Packages remember them: GRUB's asks debconf which disk to write itself to, and fails where that one is not there.
enum DeviceNames {
  /// A function for the shell: `name_disks DEV COUNT` makes links in the folder DEV.
  ///
  /// - Disks are virtio's in the finished machine, vda, vdb and so on, and in the appliance in the same order sda, sdb. The
  ///   appliance's own disk comes after them.
  /// - GRUB follows links, so it is the disk at hand that is written, and debconf keeps the name.
  /// - An image made elsewhere may name other disks, as `/dev/nvme0n1` or `/dev/disk/by-id/…`: that is the system's disk.
  static let shell = #"""
    name_disks() {
      dev=$1 count=$2
      for letter in a b c d e f g h i j k l m n o p q r s t u v w x y; do
        [ "$count" -gt 0 ] || break
        count=$((count - 1))
        for node in "$dev/sd$letter" "$dev/sd$letter"[0-9]*; do
          [ -e "$node" ] && [ ! -e "$dev/vd${node#"$dev"/sd}" ] && ln -sf "${node##*/}" "$dev/vd${node#"$dev"/sd}"
        done
      done
    }
    # Reads what debconf answers GRUB's question for its disks from standard input, as in 'Value: /dev/sdb, /dev/sdc'.
    name_boot_disks() {
      dev=$1
      [ -e "$dev/sda" ] || return 0
      sed -n '/^Name: grub-pc\/install_devices$/,/^$/s/^Value: //p' | tr ',' '\n' | while read -r name; do
        node=$dev/${name#/dev/}
        case $name in /dev/*..*) ;; /dev/*) [ -e "$node" ] || { mkdir -p "${node%/*}" && ln -sf "$dev/sda" "$node"; } ;; esac
      done
    }
    """#
}
