#!/usr/bin/env bash
# Kills builds of six stand-in appliances with SIGKILL, each at a random moment; then lets one run through. All images must
# be there, with the same layers and the same content as those of a run that nobody disturbed, and nothing else.
#   kill-test.sh [KILLS [SEED]]
#   kill-test.sh --short            one appliance without a parent, killed once, in the middle
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=${KILN:-$PWD/.build/release/kiln}
names=(base other web wiki shop mail)
short=
if [ "${1:-}" = --short ]; then short=yes names=(base); set -- 1; fi
kills=${1:-100}
seed=${2:-$RANDOM}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export KILN_LIBRARY=$PWD
# The probe for virtualisation would be killed most of the time.
accelerator=$("$kiln" doctor --store "$work/probe" --format json | grep -q '"tcg:' && echo tcg || echo kvm)
if [ "$accelerator" = tcg ]; then export LIBGUESTFS_BACKEND_SETTINGS=force_tcg; fi
export LIBGUESTFS_BACKEND=direct

recipes=$work/recipes
scripts/stand-in-tree.sh "$recipes"

build() { "$kiln" build "${names[@]}" --no-test --recipes "$recipes" --store "$1/store" -o "$1/out" --accelerator "$accelerator" --keep-going --jobs 2; }

result() { # every image: its name, its layers, its content
  for name in "${names[@]}"; do
    /usr/bin/python3 -c '
import json, sys
print(sys.argv[2], *[layer["key"] for layer in json.load(open(sys.argv[1]))["kiln"]["chain"]])' "$1/out/$name-1.json" "$name"
    scripts/image-listing.sh "$1/out/$name-1.qcow2"
  done
}
# Mostly soon, so that each step is met often; at times late enough for the longest step to end.
pause() {
  [ -z "$short" ] || { echo $((span / 2)); return; }
  /usr/bin/python3 -c "print(($RANDOM / 32768) ** 3 * ${span} / 2)"
}
left() { pgrep -f "$work" | grep -vx $$ || true; }
fail() { echo "FAILED: $*"; exit 1; }

start=$SECONDS
build "$work/calm" > "$work/calm.log" 2>&1 || { cat "$work/calm.log"; fail "the undisturbed run"; }
span=$((SECONDS - start))
echo "an undisturbed run takes $span s; killing $kills times, seed $seed"

place=$work/killed
RANDOM=$seed
finished=0
for round in $(seq "$kills"); do
  build "$place" > "$work/log" 2>&1 &
  shell=$!
  sleep "$(pause)"
  # The program itself, not the shell that waits for it.
  if pkill -9 -P "$shell" 2> /dev/null; then :; else finished=$((finished + 1)); fi
  wait "$shell" 2> /dev/null || true
  for _ in $(seq 100); do [ -z "$(left)" ] && break; sleep 0.1; done
  [ -z "$(left)" ] || { ps -fp "$(left | paste -sd ,)"; fail "a process is left after round $round"; }
  for layer in "$place"/store/layers/*/; do
    [ ! -d "$layer" ] || { [ -f "$layer/layer.json" ] && qemu-img check -q "$layer/disk.qcow2"; } || fail "half a layer after round $round: $layer"
  done
  # All is there: the next round begins from nothing.
  if [ "$(ls "$place"/out/*.json 2> /dev/null | wc -l)" = ${#names[@]} ]; then rm -rf "$place"; fi
  [ $((round % 10)) -ne 0 ] || echo "killed $round times, nothing left behind"
done
[ -z "$short" ] || [ "$finished" = 0 ] || fail "the build had ended before it was killed"
build "$place" > "$work/log" 2>&1 || { cat "$work/log"; fail "the last run"; }
[ -z "$(ls -A "$place/store/work")" ] || fail "work is left: $(ls -A "$place/store/work")"
expected=$(cd "$work/calm" && ls -A out store)
[ "$(cd "$place" && ls -A out store)" = "$expected" ] || fail "not the files of an undisturbed run: $(cd "$place" && ls -A out store)"
(cd "$place/out" && sha256sum --quiet -c SHA256SUMS)
[ -z "$(left)" ] || fail "a process is left"
diff <(result "$work/calm") <(result "$place") || fail "not what the undisturbed run gave"
echo "killed $kills times ($finished had ended by then), then built: ${#names[@]} images with the layers and the content of an undisturbed run, nothing left"
