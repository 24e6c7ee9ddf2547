#!/usr/bin/env bash
# Builds six stand-in appliances twice: with all jobs in one process, and with each in a process of its own, the first of which is
# killed. The run must say so and the next one complete it, with the same layers and the same files in every image.
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=$(readlink -f "${KILN:-$PWD/.build/release/kiln}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export KILN_LIBRARY=$PWD LIBGUESTFS_BACKEND=direct
accelerator=$("$kiln" doctor --store "$work/probe" --format json | grep -q '"tcg:' && echo tcg || echo kvm)
if [ "$accelerator" = tcg ]; then export LIBGUESTFS_BACKEND_SETTINGS=force_tcg; fi
scripts/stand-in-tree.sh "$work/recipes"
names=(base other web wiki shop mail)
fail() { echo "FAILED: $*"; exit 1; }
build() { # place, option…
  "$kiln" build "${names[@]}" --no-test --recipes "$work/recipes" --store "$1/store" -o "$1/out" --accelerator "$accelerator" \
    --keep-going --jobs 2 "${@:2}" > "$1.log" 2>&1
}
result() { # every image: its layers, its files
  for name in "${names[@]}"; do
    /usr/bin/python3 -c '
import json, sys
print(*[layer["key"] for layer in json.load(open(sys.argv[1]))["kiln"]["chain"]])' "$1/out/$name-1.json"
    scripts/image-listing.sh "$1/out/$name-1.qcow2"
  done
}

build "$work/one" || { cat "$work/one.log"; fail "the run in one process"; }
echo "built in one process"

build "$work/many" --executor process & run=$!
until job=$(pgrep -f "$kiln run-job" | head -1) && [ -n "$job" ]; do
  kill -0 $run 2> /dev/null || { cat "$work/many.log"; fail "no job had a process of its own"; }
  sleep 0.2
done
sleep 3
kill -9 "$job"
status=0
wait $run || status=$?
[ $status = 1 ] || { cat "$work/many.log"; fail "the run whose job was killed ended with status $status"; }
grep -q "the process that did it ended: " "$work/many.log" || { cat "$work/many.log"; fail "the run does not say that a job was killed"; }
echo "a job was killed, and the run says: $(grep -m 1 -B 1 'the process that did it ended: ' "$work/many.log" | tr '\n' ' ')"

build "$work/many" --executor process || { cat "$work/many.log"; fail "the run after that"; }
[ -z "$(ls -A "$work/many/store/work")" ] || fail "work is left: $(ls -A "$work/many/store/work")"
diff <(result "$work/one") <(result "$work/many") || fail "not what one process made"
echo "six images, each job in a process of its own: the same layers, and the same $(result "$work/many" | wc -l) lines of files"
