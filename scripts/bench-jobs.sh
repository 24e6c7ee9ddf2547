#!/usr/bin/env bash
# Builds eight independent appliances with the stand-in installer, one after another and two at once.
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=$PWD/.build/release/kiln
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
names=(one two three four five six seven eight)
scripts/stand-in-recipes.sh "$work/recipes" "${names[@]}"
# The first look at the accelerator belongs to neither run.
accelerator=$("$kiln" doctor --format json | grep -q '"tcg:' && echo tcg || echo kvm)
run() { # jobs
  /usr/bin/python3 -c '
import subprocess, sys, time
t = time.monotonic(); subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
print(f"{time.monotonic() - t:.1f}")' "$kiln" build "${names[@]}" --no-test --recipes "$work/recipes" --store "$work/store-$1" -o "$work/out-$1" \
    --accelerator "$accelerator" --jobs "$1"
}
one=$(run 1)
two=$(run 2)
/usr/bin/python3 -c 'import sys; a, b = map(float, sys.argv[1:]); print(f"one at a time {a:.0f} s, two {b:.0f} s: {b / a:.2f} times that (goal 0.65 on two processors)")' "$one" "$two"
