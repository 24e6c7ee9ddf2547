#!/usr/bin/env bash
# Builds stand-in images on a small file system that is full sooner or later: each time a clear error, a whole store, and
# the same command works once there is room. Needs root, for a loop mount.
#   full-disk-test.sh [MiB FREE…]
set -euo pipefail
cd "$(dirname "$0")/.."
[ "$(id -u)" = 0 ] || { echo "full-disk-test.sh: skipped: only root can mount a file system"; exit 0; }
kiln=${KILN:-$PWD/.build/release/kiln}
rooms=("${@:-1}")
[ $# -gt 0 ] || rooms=(1 2 3 4 6 8 10 12 14 16 20 24)
work=$(mktemp -d)
disk=$work/disk
# What still runs on it keeps it busy.
trap 'pkill -f "$work" || true; sleep 1; umount -q "$disk" || umount -ql "$disk" || true; rm -rf "$work"' EXIT
mkdir "$disk"
truncate -s 192M "$work/disk.img"
mkfs.ext4 -q -m 0 "$work/disk.img"
mount -o loop "$work/disk.img" "$disk" || { echo "full-disk-test.sh: skipped: no loop mounts here"; exit 0; }
export KILN_STORE=$disk/store KILN_LIBRARY=$PWD

scripts/stand-in-recipes.sh "$work/recipes" base
# What does not compress, so that the provisioned layer and the image take their room, too.
head -c 6M /dev/urandom > "$work/recipes/data"
printf 'name: leaf\nparent: base\nversion: "1"\nfiles: [{source: data, to: /srv/data}]\n' > "$work/recipes/leaf.yaml"

fail() { echo "FAILED: $*"; exit 1; }
build() { timeout 300 "$kiln" build leaf --recipes "$work/recipes" -o "$disk/out" "$@" > "$work/log" 2>&1; }
whole() {
  [ -z "$(ls -A "$KILN_STORE/work" 2> /dev/null)" ] || fail "work is left: $(ls -A "$KILN_STORE/work")"
  for layer in "$KILN_STORE"/layers/*/; do
    [ -d "$layer" ] || continue
    python3 -m json.tool "$layer/layer.json" > /dev/null || fail "half a layer: $layer"
    qemu-img check -q "$layer/disk.qcow2" || fail "damaged: $layer"
  done
  for history in "$KILN_STORE"/history/*.json; do
    [ ! -e "$history" ] || python3 -m json.tool "$history" > /dev/null || fail "damaged: $history"
  done
  [ -z "$(find "$disk/out" -name '.*.partial' 2> /dev/null)" ] || fail "half an image"
}

for room in "${rooms[@]}"; do
  rm -rf "$disk/out" "$KILN_STORE"
  mkdir -p "$KILN_STORE"
  free=$(df --output=avail -k "$disk" | tail -n 1)
  fallocate -l "$((free - room * 1024))K" "$disk/filler"
  if build --min-free 0; then
    outcome=built
  else
    grep -qE 'is full|nothing was started' "$work/log" || { cat "$work/log"; fail "no clear error with $room MiB"; }
    grep -q 'make space' "$work/log" || { cat "$work/log"; fail "no advice with $room MiB"; }
    outcome=$(grep -oE '(nothing was started|[^:]*is full).*' "$work/log" | head -n 1 | cut -c 1-60)
  fi
  whole
  rm "$disk/filler"
  build --min-free 0 || { cat "$work/log"; fail "not built, though there is room again"; }
  whole
  (cd "$disk/out" && sha256sum --quiet -c SHA256SUMS)
  echo "$room MiB: $outcome; then built"
done
echo "full ${#rooms[@]} times: clear errors, nothing half, and all built in the end"
