# shellcheck shell=bash
# Readers of the formats whose disks are files of their own; sourced by formats-test.sh.

# QEMU's name for a format.
driver() { if [ "$1" = vhd ]; then echo vpc; else echo "$1"; fi; }

reader qemu qemu-img qcow2 raw vmdk vdi vhd vhdx
read_qemu() {
  qemu-img convert -f "$(driver "$2")" -O raw "$1" disk
  digest < disk
}

reader guestfish guestfish qcow2 raw vmdk vdi vhd vhdx
read_guestfish() {
  guestfish --ro --format="$(driver "$2")" -a "$1" run : checksum-device sha256 /dev/sda
}

reader zstd zstd raw.zst
read_zstd() { zstd -q -d -c "$1" | digest; }

reader xz xz raw.xz
read_xz() { xz -d -c "$1" | digest; }

# An implementation of its own.
reader busybox busybox raw.xz
read_busybox() { busybox xz -d -c "$1" | digest; }

# The disk, and a footer of 512 bytes; the specification says no more of a fixed one.
reader footer tail vhd
read_footer() {
  [ "$(tail -c 512 "$1" | head -c 8)" = conectix ]
  [ $((($(stat -c %s "$1") - 512) % 1048576)) = 0 ]
  head -c -512 "$1" | digest
}
