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

  /// - File systems are all that blkid(8) finds, since a script may have made or unmounted one; not a script's loop devices,
  ///   nor the appliance's own root. Where there are traces of several kinds (exit status 8), mount(8) decides.
  /// - A file system is mounted anew, since ext4 takes what it has set aside for growing files for used.
  /// - A journal keeps names, and what was in folders and links. Its blocks are debugfs' `(FIRST-LAST):FROM-TO`; the first
  ///   is its superblock, which stays. That of xfs counts on, so its own program makes it anew.
  /// - Swap space keeps its first 64 KiB: its header is as large as a page of the machine that made it (mkswap(8)).
  /// - What is in no partition, to the sector (`sfdisk -F` knows none below its grain): beyond the first mebibyte, which boot
  ///   loaders use. An extended partition counts as a whole: between its logical ones are their tables. Writing to a disk has udev
  ///   read its table anew, unless somebody has it locked.
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

    systems() {
      own=$(mountpoint -d /)
      blkid -c /dev/null -o device | grep -v '^/dev/loop' | while read -r device; do
        [ "$(mountpoint -x "$device")" != "$own" ] || continue
        usage=$(blkid -p -s USAGE -o value "$device") || [ $? != 8 ] || usage=filesystem
        [ "$usage" != filesystem ] || echo "$device"
      done
    }

    attach() { mount -o discard "$1" $folder 2> /dev/null || mount "$1" $folder 2> /dev/null; }

    free() {
      fstrim $folder 2> /dev/null || fill "$1"
      umount $folder
    }

    journal() {
      block=$(dumpe2fs -h "$1" 2> /dev/null | sed -n 's/^Block size: *//p')
      debugfs -R 'stat <8>' "$1" 2> /dev/null | tr ',' '\n' |
        sed -nE 's/.*\(([0-9]+)(-[0-9]+)?\):([0-9]+)(-([0-9]+))?$/\1 \3 \5/p' |
        while read -r logical first last; do
          : "${last:=$first}"
          [ "$logical" != 0 ] || first=$((first + 1))
          [ "$first" -gt "$last" ] || zero "$1" $((first * block)) $(((last - first + 1) * block))
        done
    }

    volumes() {
      pvs --noheadings --units b --nosuffix --segments \
        -o pv_name,pe_start,vg_extent_size,pvseg_start,pvseg_size,segtype "$1" |
        while read -r device start extent first count type; do
          [ "$type" != free ] || zero "$device" $((start + first * extent)) $((count * extent))
        done
    }

    gaps() {
      [ -z "$(blkid -p -s USAGE -o value "$1")" ] || return 0
      table=$(sfdisk -d "$1" 2> /dev/null) || return 0
      sector=$(blockdev --getss "$1")
      last=$(echo "$table" | sed -n 's/^last-lba: *//p')
      place=$(((1 << 20) / sector))
      {
        echo "$table" | sed -nE 's/.*start= *([0-9]+), *size= *([0-9]+).*/\1 \2/p' | sort -n
        echo "$((${last:-$(($(blockdev --getsize64 "$1") / sector - 1))} + 1)) 0"
      } | while read -r start size; do
        [ "$start" -le "$place" ] || zero "$1" $((place * sector)) $(((start - place) * sector))
        [ $((start + size)) -le "$place" ] || place=$((start + size))
      done
    }

    for device in $(systems); do
      if ! attach "$device"; then
        echo "$device: it cannot be mounted, and what was deleted on it stays"
        continue
      fi
      if [ ! -w $folder ]; then
        umount $folder
        continue
      fi
      free "$device"
      case $(blkid -p -s TYPE -o value "$device") in
      ext[234]) journal "$device" ;;
      xfs) xfs_repair -L "$device" > /dev/null 2>&1 || echo "$device: its journal cannot be erased" ;;
      esac
    done
    blkid -c /dev/null -s TYPE | while IFS=: read -r device type; do
      case $type in
      *'"swap"'*) zero "$device" 65536 ;;
      *'"LVM2_member"'*) volumes "$device" ;;
      esac
    done
    for disk in /sys/block/sd*; do
      set -- "$disk"/*/partition
      [ -e "$1" ] || continue
      exec 9< "/dev/${disk##*/}"
      flock -x 9
      discards
      gaps "/dev/${disk##*/}"
      exec 9<&-
    done
    rmdir $folder
    """#
}
