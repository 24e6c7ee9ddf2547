extension GuestSession {
  /// Writes the first disk anew to the second, which is blank and as large: each ext2, ext3 or ext4 file by file, in the order of
  /// its folders' hashes, and all else as it is. The same files so make the same disk. Nothing may be mounted.
  ///
  /// Kept are features, sizes, label, UUID, hash seed, owners, modes, extended attributes, hard links, holes, and the times at
  /// which files were changed, to the second; all other times become one.
  /// - Parameter epoch: that time, in seconds since 1970.
  /// - Returns: what is not kept, in words.
  /// - Throws: ``GuestError``, with the reason for what cannot be written anew: another file system, or a volume.
  public func rewrite(epoch: Int64) throws -> [String] {
    try handle.applianceShell(RewriteScript.text(epoch: epoch)).split(separator: "\n").map(String.init)
  }
}

/// The shell program by which the appliance writes its first disk anew to its second.
///
/// Not by a kernel: where that puts blocks, and the generations of its inodes, differ from time to time. mke2fs(8) writes files
/// as they come from readdir(3), and kernels give the entries of a folder in the order of their hashes once e2fsck(8) has
/// put its index in order; so does e2fsck with what mke2fs wrote.
enum RewriteScript {
  static func text(epoch: Int64) -> String { "epoch=\(epoch)\n\(DeviceNames.byAddress)\n\(program)" }

  /// - mke2fs knows no time but the last change of a file, and gives the root folder a mode and owner of its own; debugfs(8)
  ///   sets all these.
  /// - What is compared in the end is what find(1) can tell of two file systems, so that no file is lost without a word.
  private static let program = #"""
    set -e
    export PATH=/usr/sbin:/sbin:/usr/bin:/bin LC_ALL=C E2FSPROGS_FAKE_TIME=$epoch E2FSCK_TIME=$epoch
    from=/tmp/kiln-from to=/tmp/kiln-to work=/tmp/kiln-rewrite
    mkdir -p $from $to $work

    fail() {
      echo "$1" >&2
      exit 1
    }

    set -- $(disks_by_address /dev)
    old=/dev/$1 new=/dev/$2
    [ "$(cat "/sys/block/$1/size")" = "$(cat "/sys/block/$2/size")" ] || fail "$new is not as large as $old"

    # FIRST and SIZE are sectors of 512 bytes.
    copy() {
      [ "$2" -gt 0 ] || return 0
      dd if=$old of=$new bs=1M iflag=skip_bytes,count_bytes oflag=seek_bytes conv=sparse,notrunc status=none \
        skip=$(($1 * 512)) seek=$(($1 * 512)) count=$(($2 * 512))
    }

    kind() { blkid -p -s TYPE -o value "$1" || :; }

    # Each partition that is no other's container, as DEVICE FIRST SIZE, by its place.
    places() {
      for partition in /sys/block/${old##*/}/${old##*/}*; do
        [ -e "$partition/partition" ] && [ "$(cat "$partition/size")" -gt 2 ] || continue
        echo "/dev/${partition##*/} $(cat "$partition/start") $(cat "$partition/size")"
      done | sort -n -k2
    }

    list() {
      (
        cd "$1"
        find . -xdev -type d ! -path ./lost+found -printf '%P %y %m %U %G %T@\n'
        find . -xdev ! -type d ! -type s -printf '%P %y %m %U %G %s %n %l %T@\n'
      ) | sed 's/[.][0-9]*$//' | sort
    }

    write() {
      e2fsck -fyD "$1" > $work/log 2>&1 || [ $? -lt 4 ] || fail "$1 is damaged: $(tail -n 1 $work/log)"
      dumpe2fs -h "$1" > $work/facts 2> /dev/null
      fact() { sed -n "s/^$1: *//p" $work/facts; }
      features=$(fact 'Filesystem features' | tr ' ' '\n' | grep -vE '^(needs_recovery|orphan_present)$' | paste -sd,)
      seed=$(fact 'Directory Hash Seed')
      label=$(fact 'Filesystem volume name')
      [ "$label" != "<none>" ] || label=
      block=$(fact 'Block size')
      mount -o ro "$1" $from
      find $from -xdev -type s -printf 'a socket is not kept: /%P\n'
      lsattr -Ra $from 2> /dev/null | sed -nE "s,^[^ ]*[acidjstuACDST][^ ]* $from(.*),an attribute of lsattr(1) is not kept: \1,p" | sort
      mke2fs -q -F -t ext4 -O "none,$features" -b "$block" -I "$(fact 'Inode size')" -N "$(fact 'Inode count')" \
        -U "$(fact 'Filesystem UUID')" -L "$label" -E "nodiscard${seed:+,hash_seed=$seed}" -d $from "$2" "$(fact 'Block count')" \
        > $work/log 2>&1 || fail "mke2fs of $2: $(tail -n 1 $work/log)"
      tune2fs -r "$(fact 'Reserved block count')" "$2" > /dev/null
      case $(fact 'Errors behavior') in
      Remount*) tune2fs -e remount-ro "$2" > /dev/null ;;
      Panic) tune2fs -e panic "$2" > /dev/null ;;
      esac
      e2fsck -fyD "$2" > $work/log 2>&1 || [ $? -lt 4 ] || fail "$2 is damaged: $(tail -n 1 $work/log)"
      mount -o ro "$2" $to
      find $to -xdev -printf '%i\n' | sort -nu |
        sed 's/.*/sif <&> atime @'$epoch'\nsif <&> ctime @'$epoch'\nsif <&> crtime @'$epoch/ > $work/commands
      umount $to
      stat --printf 'sif <2> mode 0x%f\nsif <2> uid %u\nsif <2> gid %g\nsif <2> mtime @%Y\n' $from >> $work/commands
      debugfs -w -f $work/commands "$2" > /dev/null 2>&1
      e2fsck -fn "$2" > $work/log 2>&1 || fail "$2 is damaged: $(tail -n 1 $work/log)"
      mount -o ro "$2" $to
      list $from > $work/before
      list $to > $work/after
      umount $from
      umount $to
      cmp -s $work/before $work/after ||
        fail "$2 is not as it was: $(diff $work/before $work/after | sed -n 2p)"
    }

    case $(kind $old) in
    ext[234])
      write $old $new
      exit 0
      ;;
    esac
    places > $work/places
    next=0
    while read -r device first size; do
      case $(kind "$device") in
      ext[234])
        copy $next $((first - next))
        next=$((first + size))
        ;;
      "" | vfat | swap) ;;
      *) fail "$device has $(kind "$device"): only ext2, ext3 and ext4 can be written anew; leave out 'seal: rewritten'" ;;
      esac
    done < $work/places
    copy $next $(($(cat /sys/block/${old##*/}/size) - next))
    sync
    blockdev --rereadpt $new 2> /dev/null || :
    udevadm settle
    while read -r device first size; do
      case $(kind "$device") in ext[234]) write "$device" "$new${device#"$old"}" ;; esac
    done < $work/places
    sync
    """#
}
