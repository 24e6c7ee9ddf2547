#!/usr/bin/env bash
# Builds a stand-in image on a small file system that something else fills meanwhile, at a dozen moments of the build: each time
# a clear error, a whole store, and the same command works once there is room. Needs root, for a loop mount.
#   full-disk-test.sh [MOMENTS]
#   full-disk-test.sh --short       full once, as soon as the first layer is there
set -euo pipefail
cd "$(dirname "$0")/.."
[ "$(id -u)" = 0 ] || { echo "full-disk-test.sh: skipped: only root can mount a file system"; exit 0; }
kiln=${KILN:-$PWD/.build/release/kiln}
short=
if [ "${1:-}" = --short ]; then short=yes; set -- 1; fi
moments=${1:-12}
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
build() { timeout 300 "$kiln" build leaf --no-test --recipes "$work/recipes" -o "$disk/out" "$@" > "$work/log" 2>&1; }
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

clear() {
  rm -rf "$disk/out" "$KILN_STORE" "$disk/filler"
  mkdir -p "$KILN_STORE"
}
fill() { # All but a megabyte.
  local free
  free=$(df --output=avail -k "$disk" | tail -n 1)
  [ "$free" -lt 2048 ] || fallocate -l "$((free - 1024))K" "$disk/filler"
}

# Refused before anything is started, where that can be known.
clear; fill
if build; then fail "built without room"; fi
grep -q 'nothing was started' "$work/log" || { cat "$work/log"; fail "no word of the room that is missing"; }

pause() { # which moment, the build's process
  [ -n "$short" ] || { sleep "$(python3 -c "print($1 * $span / ($moments + 1))")"; return; }
  until compgen -G "$KILN_STORE/layers/*/layer.json" > /dev/null || ! kill -0 "$2" 2> /dev/null; do sleep 0.1; done
}

if [ -z "$short" ]; then
  clear
  start=$SECONDS
  build --min-free 0 || { cat "$work/log"; fail "the undisturbed build"; }
  span=$((SECONDS - start))
  echo "an undisturbed build takes $span s"
fi
for moment in $(seq "$moments"); do
  clear
  # Every third with the watch that ends a build in time; the others until a write fails.
  floor=0; [ $((moment % 3)) -ne 0 ] || floor=8MiB
  build --min-free "$floor" & pid=$!
  pause "$moment" "$pid"
  fill
  if wait "$pid"; then
    [ -z "$short" ] || fail "built on a full disk"
    outcome=built
  else
    grep -qE 'is full|less than --min-free' "$work/log" || { cat "$work/log"; fail "no clear error at moment $moment"; }
    grep -q 'make space' "$work/log" || { cat "$work/log"; fail "no advice at moment $moment"; }
    outcome=$(grep -oE '[^:]*is full.*|less than --min-free.*' "$work/log" | head -n 1 | cut -c 1-70)
  fi
  phase=$(grep -E '^(base|leaf)' "$work/log" | grep -vE 'failed|not built' | tail -n 1)
  whole
  rm -f "$disk/filler"
  build --min-free 0 || { cat "$work/log"; fail "not built, though there is room again"; }
  whole
  (cd "$disk/out" && sha256sum --quiet -c SHA256SUMS)
  echo "full after '$phase' (--min-free $floor): $outcome; then built"
done
echo "full $moments times: clear errors, nothing half, and all built in the end"
