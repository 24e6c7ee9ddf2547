/// The names that the finished machine has for its disks, given to the same disks while commands run in an image.
///
/// Packages remember them: GRUB's asks debconf which disk to write itself to, and fails where that one is not there.
enum DeviceNames {
  /// Functions for the shell.
  ///
  /// - `name_disks DEV COUNT` makes links in the folder DEV for the image's disks: virtio's names in the finished machine, vda,
  ///   vdb and so on.
  /// - `name_boot_disks DEV` reads debconf's answers, `name_listed_disks DEV FILE…` tables such as fstab(5). An image made
  ///   elsewhere may name other disks there, as `/dev/nvme0n1` or `/dev/disk/by-id/…-part1`: that is the disk that has
  ///   /boot, or its partition.
  /// - Each is a shell of its own, so that no variable of the caller's changes.
  /// - GRUB follows links, so it is the disk at hand that is written, and debconf keeps the name.
  static let shell = byAddress + "\n" + naming

  /// `disks_by_address DEV` prints what the appliance's kernel calls the disks, such as `sda`, in the order in which the appliance
  /// was given them. It names them as it finds them, and does not always find them in that order: that is the order of their
  /// addresses (/dev/disk/by-path). The appliance's own disk comes last.
  static let byAddress = #"""
    disks_by_address() (
      printed=" "
      for path in "$1"/disk/by-path/*:[0-9]:[0-9] "$1"/disk/by-path/*:[0-9][0-9]:[0-9]; do
        [ -L "$path" ] || continue
        node=$(readlink "$path")
        node=${node##*/}
        case $printed in *" $node "*) ;; *) printed="$printed$node " && echo "$node" ;; esac
      done
    )
    """#

  /// What a kernel calls the disks that finds them in their order.
  static let inOrder = "abcdefghijklmnopqrstuvwxyz".map { "sd\($0)" }

  private static let naming = #"""
    name_disks() (
      dev=$1 count=$2
      set -- a b c d e f g h i j k l m n o p q r s t u v w x y
      for node in $(disks_by_address "$dev"); do
        name_disk "$node" "$1"
        shift
      done
      # None there: as the kernel has them.
      [ "$1" = a ] || return 0
      for letter; do name_disk "sd$letter" "$letter"; done
    )
    # The disk $1, and its partitions, get the names with the letter $2.
    name_disk() {
      [ "$count" -gt 0 ] || return 0
      count=$((count - 1))
      for node in "$dev/$1" "$dev/$1"[0-9]*; do
        name=$dev/vd$2${node#"$dev/$1"}
        [ ! -e "$node" ] || [ -e "$name" ] || ln -sf "${node##*/}" "$name"
      done
    }

    # Standard input has lines such as 'Value: /dev/sdb, /dev/sdc'.
    name_boot_disks() (
      dev=$1
      sed -nE '/^Name: grub-[^/]*[/]install_devices(_disks_changed)?$/,/^$/s/^Value: //p' | tr ',' '\n' |
        while read -r word; do name_for_boot_disk "$word"; done
    )
    # Only the first disk's names: what others are cannot be known. mdadm.conf(5) lists devices with commas.
    name_listed_disks() (
      dev=$1
      shift
      for file; do
        [ -f "$file" ] || continue
        while read -r line; do
          case $line in *"/dev/"*) ;; *) continue ;; esac
          set -f; IFS=$(printf ' \t,=')
          for word in ${line%%#*}; do
            case $word in
              /dev/disk/by-id/dm-* | /dev/disk/by-id/lvm-* | /dev/disk/by-id/md-*) ;;
              /dev/[shv]da* | /dev/xvda* | /dev/nvme0n1* | /dev/mmcblk0* | /dev/disk/by-id/*) name_for_boot_disk "$word" ;;
            esac
          done
          unset IFS; set +f
        done <"$file"
      done
    )
    name_for_boot_disk() {
      link=$dev/${1#/dev/}
      case $1 in /dev/*..*) return 0 ;; /dev/?*) [ ! -e "$link" ] || return 0 ;; *) return 0 ;; esac
      case ${1#/dev/} in
        *-part[0-9]*) number=${1##*-part} ;;
        nvme*n*p[0-9]* | mmcblk*p[0-9]*) number=${1##*p} ;;
        [shv]d[a-z]*[0-9] | xvd[a-z]*[0-9]) number=${1##*[a-z]} ;;
        *) number= ;;
      esac
      if [ ! "${boot_disk:-}" ]; then
        boot_disk=$(grub-probe --target=disk /boot 2>/dev/null) || boot_disk=
        # One line for each disk of an array.
        boot_disk=$dev/${boot_disk##*/}
        [ "$boot_disk" != "$dev/" ] && [ -e "$boot_disk" ] || boot_disk=$dev/vda
      fi
      [ ! -e "$boot_disk$number" ] || { mkdir -p "${link%/*}" && ln -sf "$boot_disk$number" "$link"; }
    }
    """#
}
