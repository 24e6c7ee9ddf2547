# Lays out the disks as /run/layout says, one thing a line, sizes in MiB; a family's parser writes it from its answers:
#   disk DISK gpt|mbr
#   part DISK SIZE fixed|grow USE…     in the order of the disk
#   volume GROUP NAME SIZE fixed|grow USE…
# USE is "fs ext4|vfat MOUNT", "swap", "pv GROUP" or "boot" (what a boot loader takes as it is).
# Leaves the mounted system below /mnt, and its fstab in /run/fstab.

# Takes the first that is not "grow"; those that grow share what the disk has left.
size_on() { # disk, size, fixed|grow
  [ "$3" = grow ] || { echo "$2"; return; }
  grep "^part $1 " /run/layout | {
    left=$(($(cat "/sys/block/$1/size") / 2048 - 2)) growing=0
    while read -r _ _ size extent _; do
      left=$((left - size))
      [ "$extent" = fixed ] || growing=$((growing + 1))
    done
    echo $(($2 + left / growing))
  }
}

partition_type() { # label, use, file system
  case $1-$2-$3 in
    gpt-boot-*) echo 21686148-6449-6E6F-744E-656564454649 ;;
    gpt-fs-vfat) echo C12A7328-F81F-11D2-BA4B-00A0C93EC93B ;;
    gpt-*) echo 0FC63DAF-8483-4772-8E79-3D69D8477DE4 ;;
    mbr-fs-vfat) echo ef ;;
    *) echo 83 ;;
  esac
}

partition_disk() { # disk, label
  say "$1: $2"
  grep "^part $1 " /run/layout | while read -r _ _ size extent use what _; do
    echo "size=$(size_on "$1" "$size" "$extent")MiB, type=$(partition_type "$2" "$use" "$what")"
  done >/run/sfdisk
  label=$2
  [ "$label" != mbr ] || label=dos
  /sbin/sfdisk --quiet --label "$label" "/dev/$1" </run/sfdisk || fail partitioning "sfdisk $1: status $?"
  # A boot sector that goes on for ever: through zeros a machine runs until it restarts, sooner or later.
  printf '\353\376' | dd of="/dev/$1" conv=notrunc 2>/dev/null
}

# By path, since busybox prefers its own mke2fs, which makes ext2 only.
make_use() { # device, use…
  uuid=$(cat /proc/sys/kernel/random/uuid)
  case $2-$3 in
    fs-ext4) /sbin/mke2fs -q -t ext4 -U "$uuid" -E lazy_itable_init=1,lazy_journal_init=1 "$1" ;;
    fs-vfat)
      uuid=$(echo "$uuid" | sed 's/^\(....\)\(....\).*/\1-\2/' | tr a-f A-F)
      /sbin/mkfs.fat -i "$(echo "$uuid" | tr -d -)" "$1" >/dev/null 2>&1
      ;;
    swap-*) mkswap -L "swap-${1##*/}" "$1" >/dev/null 2>&1 ;;
    pv-*) echo "$1" >>"/run/group-$3" ;;
    boot-*) ;;
    *) fail partitioning "the stand-in cannot make '$2 $3'" ;;
  esac || fail partitioning "$1, $2 $3: status $?"
  case $2 in
    fs) echo "$1 $4 $3 UUID=$uuid" >>/run/mounts ;;
    swap) echo "LABEL=swap-${1##*/} none swap sw 0 0" >>/run/fstab ;;
  esac
}

use_partitions() {
  while read -r kind disk _ _ use; do
    [ "$kind" = part ] || continue
    number=$(($(cat "/run/count-$disk" 2>/dev/null || echo 0) + 1))
    echo "$number" >"/run/count-$disk"
    # shellcheck disable=SC2086
    make_use "/dev/$disk$number" $use
  done </run/layout
}

# Without udev: the device nodes are LVM's own to make.
lvm() { /sbin/lvm "$@" --config 'activation {udev_sync=0 udev_rules=0} devices {use_devicesfile=0}' >/dev/null; }

make_volumes() {
  for file in /run/group-*; do
    [ -e "$file" ] || return 0
    # shellcheck disable=SC2046
    lvm vgcreate "${file#/run/group-}" $(cat "$file") || fail partitioning "vgcreate ${file#/run/group-}: status $?"
  done
  # The ones that grow last, since each takes all that is left.
  for extent in fixed grow; do
    grep "^volume [^ ]* [^ ]* [^ ]* $extent " /run/layout | while read -r _ group name size _ use; do
      room="-L ${size}m"
      [ "$extent" = fixed ] || room="-l 100%FREE"
      # shellcheck disable=SC2086
      lvm lvcreate -y -W n $room -n "$name" "$group" || fail partitioning "lvcreate $name: status $?"
      # shellcheck disable=SC2086
      make_use "/dev/$group/$name" $use
    done
  done
}

# Parents have the shorter path.
mount_all() {
  sort -k 2,2 /run/mounts | while read -r device path filesystem uuid; do
    mkdir -p "/mnt$path"
    mount -t "$filesystem" "$device" "/mnt$path" || fail partitioning "mount $path: status $?"
    say "$path on $device"
    echo "$uuid $path $filesystem defaults 0 1" >>/run/fstab
  done
  grep -q '/mnt ' /proc/mounts || fail partitioning "nothing is mounted at /"
}

unmount_all() {
  sort -r -k 2,2 /run/mounts | while read -r _ path _; do
    umount "/mnt$path" || fail finishing "umount $path: status $?"
  done
  [ ! -e /dev/mapper/control ] || lvm vgchange -an || say "a volume group stays active"
}

lay_out() {
  grep -q '^part ' /run/layout || fail partitioning "no layout in the answers"
  while read -r kind disk label; do
    [ "$kind" != disk ] || partition_disk "$disk" "$label"
  done </run/layout
  use_partitions
  make_volumes
  mount_all
}
