#!/usr/bin/env bash
# Writes one image in every format, has each read by programs that others wrote, and compares the digests of the guest's blocks.
#   formats-test.sh [IMAGE [FORMAT…]]     IMAGE as kiln convert takes it (default: debian-13-bootstrap), with one disk
# Files in scripts/formats have the readers: each declares `reader NAME PROGRAM FORMAT…` and a function `read_NAME FILE FORMAT`, run
# in an empty folder, that prints the SHA-256 of the raw disk as it has read it. A cell that is empty or different fails; so does one
# whose program is missing, unless MAY_MISS=1 (then it is named).
set -euo pipefail
# What a file of raw blocks holds.
digest() { sha256sum | cut -d ' ' -f 1; }
if [ "${1:-}" = --read ]; then # NAME FILE FORMAT: one reading, in a shell of its own, which ends at the first command that fails
  reader() { :; }
  # shellcheck source=/dev/null
  for file in "$(dirname "$0")"/formats/*.sh; do . "$file"; done
  "read_$2" "$3" "$4"
  exit
fi
cd "$(dirname "$0")/.."
kiln=${KILN:-$PWD/.build/release/kiln}
image=${1:-debian-13-bootstrap}
shift || true
scripts=$PWD/scripts/formats
self=$PWD/scripts/formats-test.sh
work=$(mktemp -d "${TMPDIR:-/var/tmp}/formats.XXXXXX")
trap 'rm -rf "$work"' EXIT

export LIBGUESTFS_BACKEND=direct
if "$kiln" doctor --format json | grep -q '"tcg:'; then export LIBGUESTFS_BACKEND_SETTINGS=force_tcg; fi

declare -A readers programs
reader() { # NAME PROGRAM FORMAT…
  local name=$1 format
  programs[$name]=$2
  for format in "${@:3}"; do readers[$format]="${readers[$format]:-} $name"; done
}
# shellcheck source=/dev/null
for file in "$scripts"/*.sh; do . "$file"; done

all=(qcow2 raw raw.zst raw.xz vmdk vdi vhd vhdx ova ova-2.0 libvirt containerdisk incus vagrant kernel)
formats=("$@")
[ $# -gt 0 ] || formats=("${all[@]}")

convert() { # FORMAT FOLDER -> name of the main file
  "$kiln" convert "$image" --format "$1" -o "$2" --format json |
    /usr/bin/python3 -c 'import json, sys; print(json.load(sys.stdin)["files"][0]["path"])'
}

# The reference: what qemu-img reads of the sealed disk, at a size that each format can have.
sealed=$(convert qcow2 "$work/out")
wanted=$(qemu-img convert -f qcow2 -O raw "$sealed" "$work/reference" && digest < "$work/reference")
rm -f "$work/reference"
# For readings that are held against the disk itself.
export sealed wanted
echo "$image: $wanted"
printf '%-14s %-10s %s\n' FORMAT READER BLOCKS

failed=0
for format in "${formats[@]}"; do
  if [ -z "${readers[$format]:-}" ]; then
    printf '%-14s %-10s %s\n' "$format" - "no reader"
    failed=1
    continue
  fi
  if ! file=$(convert "$format" "$work/out") || [ -z "$file" ]; then
    printf '%-14s %-10s %s\n' "$format" - "not made"
    failed=1
    continue
  fi
  # Made twice, the same bytes.
  again=$(convert "$format" "$work/again") || true
  if ! cmp -s "$file" "$again"; then
    printf '%-14s %-10s %s\n' "$format" cmp "made twice, it differs"
    failed=1
  fi
  rm -rf "$work/again"
  for name in ${readers[$format]}; do
    cell=
    if ! command -v "${programs[$name]}" > /dev/null; then
      cell="${programs[$name]} is missing"
      [ "${MAY_MISS:-}" = 1 ] || failed=1
    else
      mkdir "$work/read"
      found=$(cd "$work/read" && "$self" --read "$name" "$file" "$format" 2> "$work/errors") || true
      rm -rf "$work/read"
      if [ "$found" = "$wanted" ]; then
        cell=same
      else
        cell="DIFFERENT: '$found' $(tail -n 2 "$work/errors" | tr '\n' ' ')"
        failed=1
      fi
    fi
    printf '%-14s %-10s %s\n' "$format" "$name" "$cell"
  done
  [ "$format" = qcow2 ] || rm -rf "$file"
done
exit "$failed"
