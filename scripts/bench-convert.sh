#!/usr/bin/env bash
# Measures kiln convert of a disk of 2 GiB into five formats against the same calls of qemu-img by hand, one after another, in the same run.
#   bench-convert.sh [DISK]     a qcow2 of a system; without one, a disk is filled with the files of this host's /usr
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=${KILN:-$PWD/.build/release/kiln}
work=$(mktemp -d "${TMPDIR:-/var/tmp}/convert.XXXXXX")
trap 'rm -rf "$work"' EXIT
disk=${1:-$work/disk.qcow2}
if [ $# = 0 ]; then
  # Three quarters of it in use, as a system's disk may be.
  { tar -c -C / usr 2> /dev/null || true; } | head -c $((1536 << 20)) > "$work/raw" || true
  truncate -s 2G "$work/raw"
  # The signature of a partition table: else it is no disk to anybody.
  printf '\125\252' | dd of="$work/raw" bs=1 seek=510 conv=notrunc status=none
  qemu-img convert -f raw -O qcow2 -c -o compression_type=zstd "$work/raw" "$disk"
  rm "$work/raw"
fi
wall() { /usr/bin/python3 -c '
import subprocess, sys, time
t = time.monotonic(); subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(f"{time.monotonic() - t:.3f}")' "$@"; }
by_hand() {
  mkdir -p "$work/hand"
  qemu-img convert -f qcow2 -O raw "$disk" "$work/hand/disk.raw"
  qemu-img convert -f qcow2 -O vmdk -o subformat=streamOptimized,adapter_type=lsilogic "$disk" "$work/hand/disk.vmdk"
  qemu-img convert -f qcow2 -O vdi "$disk" "$work/hand/disk.vdi"
  qemu-img convert -f qcow2 -O vpc -o subformat=fixed,force_size=on "$disk" "$work/hand/disk.vhd"
  qemu-img convert -f qcow2 -O vhdx "$disk" "$work/hand/disk.vhdx"
}
export -f by_hand
export work disk
cat "$disk" > /dev/null
hand=$(wall bash -c by_hand)
rm -rf "$work/hand"
own=$(wall "$kiln" convert "$disk" --store "$work/store" -o "$work/out" \
  --format raw --format vmdk --format vdi --format vhd --format vhdx)
/usr/bin/python3 -c 'import sys; a, b = map(float, sys.argv[1:]); print(f"five formats by hand: {a:.1f} s; kiln, with digests: {b:.1f} s, {b / a:.2f} times that (goal 1.15)")' "$hand" "$own"
