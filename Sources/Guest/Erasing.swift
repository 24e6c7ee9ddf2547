extension GuestSession {
  /// Unmounts all file systems and writes zeros over what was deleted on the disks: unused blocks of every file system, be it
  /// mounted or not, the journals of ext4, swap space, and what belongs to no partition or volume. The session can then only
  /// be closed.
  ///
  /// What is free takes no room in the layer afterwards, as far as it makes up whole clusters. Zeros are written also where
  /// it is a layer below that has something.
  /// - Returns: what could not be erased, in words.
  /// - Throws: ``GuestError``.
  public func erase() throws -> [String] {
    try handle.unmountAll()
    return try handle.applianceShell(EraseScript.text).split(separator: "\n").map(String.init)
  }
}

/// The shell program by which the appliance writes zeros over what was deleted on its disks.
///
/// Nothing on them may be mounted. What it prints is for the log.
enum EraseScript {
  static let text = "discards() {\n\(discardsWriteZeros)\n}\ndiscards\n\(program)"

  /// Makes a discarded block a zeroed one.
  ///
  /// QEMU obeys UNMAP in whole clusters of 64 KiB only; for WRITE SAME it writes zeros where less is free. And what is zeroed
  /// without being discarded keeps its cluster of the layer's file, with the old bytes in it. The kernel
  /// forgets the setting whenever it reads a partition table anew (sd(4), provisioning_mode).
  static let discardsWriteZeros = """
    for mode in /sys/class/scsi_disk/*/provisioning_mode; do echo writesame_16 > "$mode" || :; done
    """

  /// - What is on the disks is asked once, of all devices together: in an emulated appliance each process that is started costs
  ///   as much as a file system's mount. A device with traces of several kinds is one that mount(8) decides about. Not
  ///   a script's loop devices, nor the appliance's own root.
  /// - A file system is mounted anew, since ext4 takes what it has set aside for growing files for used.
  /// - A journal keeps names, and what was in folders and links. Its blocks are debugfs' `(FIRST-LAST):FROM-TO`; the first
  ///   is its superblock, which stays. That of xfs counts on, so its own program makes it anew.
  /// - Swap space keeps its first 64 KiB: its header is as large as a page of the machine that made it (mkswap(8)).
  /// - What is in no partition, to the sector (`sfdisk -F` knows none below its grain): beyond the first mebibyte, which boot
  ///   loaders use. An extended partition counts as a whole: between its logical ones are their tables. Writing to a disk has udev
  ///   read its table anew, unless somebody has it locked. It touches no file system's bytes, and goes on beside them.
  private static let program = #"""
    set -e
    export PATH=/usr/sbin:/sbin:/usr/bin:/bin LC_ALL=C
    folder=/tmp/kiln-erase
    mkdir -p $folder

    zero() {
      for zeros in "" -z; do blkdiscard -f $zeros -o "$2" ${3:+-l "$3"} "$1" 2> /dev/null && return; done
      echo "cannot write zeros to $1" >&2
      exit 1
    }

    fill() {
      dd if=/dev/zero of=$folder/kiln-zeros bs=1M 2> /dev/null || :
      [ -s $folder/kiln-zeros ] || echo "$1: its free space cannot be erased"
      sync
      rm -f $folder/kiln-zeros
    }

    number() {
      case $1 in
      /dev/*/*) mountpoint -x "$1" ;;
      *) read -r number < "/sys/class/block/${1##*/}/dev" && echo "$number" ;;
      esac
    }

    signature() {
      [ -z "$device" ] || [ "$(number "$device")" = "$own" ] || echo "$usage ${type:--} $device"
      device= usage= type=
    }

    signatures() {
      own=$(mountpoint -d /)
      device= usage= type=
      blkid -p -o export $(blkid -c /dev/null -o device | grep -v '^/dev/loop') 2>&1 | {
        while IFS='=' read -r key value; do
          case $key in
          DEVNAME) signature && device=$value ;;
          USAGE) usage=$value ;;
          TYPE) type=$value ;;
          *': ambivalent '*)
            signature
            device=${key#*: } usage=filesystem
            device=${device%%:*}
            ;;
          esac
        done
        signature
      }
    }

    attach() { mount -o discard "$1" $folder 2> /dev/null || mount "$1" $folder 2> /dev/null; }

    journal() {
      printf '%s\n' 'show_super_stats -h' 'stat <8>' | debugfs -f - "$1" 2> /dev/null | tr ',' '\n' |
        sed -nE 's/^Block size: *([0-9]+)$/\1/p; s/.*\(([0-9]+)(-[0-9]+)?\):([0-9]+)(-([0-9]+))?$/\1 \3 \5/p' | {
        read -r block || :
        while read -r logical first last; do
          : "${last:=$first}"
          [ "$logical" != 0 ] || first=$((first + 1))
          [ "$first" -gt "$last" ] || zero "$1" $((first * block)) $(((last - first + 1) * block))
        done
      }
    }

    system() {
      if ! attach "$2"; then
        echo "$2: it cannot be mounted, and what was deleted on it stays"
        return
      fi
      if [ -w $folder ]; then
        fstrim $folder 2> /dev/null || fill "$2"
      else
        set -- read-only
      fi
      umount $folder
      case $1 in
      ext[234]) journal "$2" ;;
      xfs) xfs_repair -L "$2" > /dev/null 2>&1 || echo "$2: its journal cannot be erased" ;;
      esac
    }

    volumes() {
      pvs --noheadings --units b --nosuffix --segments \
        -o pv_name,pe_start,vg_extent_size,pvseg_start,pvseg_size,segtype "$1" |
        while read -r device start extent first count type; do
          [ "$type" != free ] || zero "$device" $((start + first * extent)) $((count * extent))
        done
    }

    gaps() {
      case "$found
    " in *[!-]" $1
    "*) return ;; esac
      table=$(sfdisk -d "$1" 2> /dev/null) || return 0
      read -r sector < "/sys/block/${1##*/}/queue/logical_block_size"
      case $table in
      *last-lba:*) last= ;;
      *) read -r last < "/sys/block/${1##*/}/size" && last="$((last * 512 / sector - 1)) end" ;;
      esac
      place=$(((1 << 20) / sector))
      {
        echo "$table" |
          sed -nE 's/^last-lba: *([0-9]+).*/\1 end/p; s/.*start= *([0-9]+), *size= *([0-9]+).*/\1 \2/p'
        [ -z "$last" ] || echo "$last"
      } | sort -n | while read -r start size; do
        [ "$size" != end ] || start=$((start + 1)) size=0
        [ "$start" -le "$place" ] || zero "$1" $((place * sector)) $(((start - place) * sector))
        [ $((start + size)) -le "$place" ] || place=$((start + size))
      done
    }

    outside() {
      for disk in /sys/block/sd*; do
        set -- "$disk"/*/partition
        [ -e "$1" ] || continue
        exec 9< "/dev/${disk##*/}"
        flock -x 9
        discards
        gaps "/dev/${disk##*/}"
        exec 9<&-
      done
    }

    found=$(signatures)
    outside &
    echo "$found" | while read -r usage type device; do
      case "$usage $type" in
      filesystem*) system "$type" "$device" ;;
      *' swap') zero "$device" 65536 ;;
      *' LVM2_member') volumes "$device" ;;
      esac
    done
    wait $!
    rmdir $folder
    """#
}
