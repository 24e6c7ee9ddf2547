#!/usr/bin/env bash
# Measures what Kiln promises, each as a ratio or a figure of this very run. Layers of the parent come from the store, and are
# built when they are missing.
#   bench.sh [PARENT]     of the child that is measured; debian-13, which its installer makes, when none is named
set -euo pipefail
root=${1:-debian-13}
cd "$(dirname "$0")/.."
kiln=$PWD/.build/release/kiln
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Seconds of CPU, user and system together, of a command and its children.
cpu() { /usr/bin/python3 -c '
import os, subprocess, sys
# Of this child alone: a shell that became this process by exec leaves it its own children, counted in.
child = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(child.pid, 0)
print(f"{used.ru_utime + used.ru_stime:.3f}")
sys.exit(os.waitstatus_to_exitcode(status))' "$@"; }
wall() { /usr/bin/python3 -c '
import subprocess, sys, time
t = time.monotonic(); subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
print(f"{time.monotonic() - t:.3f}")' "$@"; }
ratio() { /usr/bin/python3 -c 'import sys; print(f"{float(sys.argv[1]) / float(sys.argv[2]):.2f}")' "$@"; }

echo "== planning recipes, chains 1 to 8 deep, all layers present"
plan() { # how many
  local folder=$work/plan-$1
  mkdir -p "$folder/recipes" "$folder/store/layers"
  /usr/bin/python3 - "$1" "$folder/recipes" <<'EOF'
import sys
count, folder = int(sys.argv[1]), sys.argv[2]
for n in range(count):
    root = "debian-13" if n % 16 == 0 else "debian-13-bootstrap"
    parent = root if n % 8 == 0 else f"r{n - 1}"
    with open(f"{folder}/r{n}.yaml", "w") as f:
        f.write(f"name: r{n}\nparent: {parent}\nversion: 1.0.{n}\npackages: [p{n}]\n"
                f"files: [{{source: page.html, to: /srv/{n}.html}}]\n")
open(f"{folder}/page.html", "w").write("page\n")
EOF
  "$kiln" plan --all --recipes "$folder/recipes" --store "$folder/store" --format json |
    /usr/bin/python3 -c 'import json,os,sys; [os.makedirs(sys.argv[1] + "/" + l["key"], exist_ok=True) for l in json.load(sys.stdin)["layers"]]' "$folder/store/layers"
  cpu "$kiln" plan --all --recipes "$folder/recipes" --store "$folder/store"
}
small=$(plan 1000)
large=$(plan 10000)
echo "1,000 recipes: $small s of CPU (goal 0.5); 10,000: $large s, $(ratio "$large" "$small") times that (goal 12)"

echo "== a child of a present layer: one file, one script"
mkdir -p "$work/recipes"
echo "a page" > "$work/recipes/page.html"
printf '#!/bin/sh\nset -eu\nuname -r > /srv/kernel\n' > "$work/recipes/setup.sh"
printf 'name: bench-child\nparent: %s\nversion: 1.0.0\nfiles: [{source: page.html, to: /srv/page.html}]\nprovision: [{script: setup.sh}]\n' "$root" > "$work/recipes/child.yaml"
"$kiln" build "$root" --no-test -o "$work/out" > /dev/null
store=${KILN_STORE:-${XDG_DATA_HOME:-$HOME/.local/share}/kiln}
key() { "$kiln" plan "$1" --recipes "$work/recipes" --format json | /usr/bin/python3 -c 'import json,sys; print(json.load(sys.stdin)["layers"][-1]["key"])'; }
parent=$store/layers/$(key "$root")/disk.qcow2
export LIBGUESTFS_BACKEND=direct
if [ "$("$kiln" doctor --format json | /usr/bin/python3 -c 'import json,sys; print("tcg:" in str(json.load(sys.stdin)))')" = True ]; then
  export LIBGUESTFS_BACKEND_SETTINGS=force_tcg
fi
by_hand() {
  rm -f "$work/hand.qcow2" "$work/hand-image.qcow2"
  qemu-img create -q -f qcow2 -b "$parent" -F qcow2 "$work/hand.qcow2"
  guestfish --network --format=qcow2 -a "$work/hand.qcow2" -i <<EOF
mkdir-p /srv
upload $work/recipes/page.html /srv/page.html
upload $work/recipes/setup.sh /tmp/setup.sh
chmod 0755 /tmp/setup.sh
sh /tmp/setup.sh
truncate /etc/machine-id
glob rm-rf /var/lib/apt/lists/*
glob rm-rf /etc/ssh/ssh_host_*
glob rm-rf /var/log/*.log
glob rm-rf /var/lib/systemd/random-seed
glob rm-rf /tmp/*
fstrim /
EOF
  qemu-img convert -f qcow2 -O qcow2 -c -o compression_type=zstd "$work/hand.qcow2" "$work/hand-image.qcow2"
  sha256sum "$work/hand-image.qcow2" > "$work/hand.sha256"
}
export -f by_hand
export work parent
rm -rf "$store/layers/$(key bench-child)"  # of a run that was ended
hand=$(wall bash -c by_hand)
own=$(wall "$kiln" build bench-child --no-test --recipes "$work/recipes" -o "$work/out")
echo "by hand: $hand s; kiln: $own s, $(ratio "$own" "$hand") times that (goal 1.15)"
# Without a PATH no program can be started: a build that works then has started none.
again=$(PATH=/nonexistent /usr/bin/python3 -c '
import subprocess, sys, time
t = time.monotonic(); subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
print(f"{time.monotonic() - t:.3f}")' "$kiln" build bench-child --no-test --recipes "$work/recipes" -o "$work/out")
echo "the same again, nothing changed: $again s (goal 0.1), no process started"
rm -rf "$store/layers/$(key bench-child)"

echo "== scheduling 10,000 layers, with a clock that only counts"
# The recipes of above, none of them built; what they took earlier is made up in the size of what is measured: a quarter of an
# hour for the installed root, two minutes for the bootstrapped one, less than a minute for the others.
forest=$work/forest
mkdir -p "$forest/history"
/usr/bin/python3 - "$forest/history/.timings.json" <<'EOF'
import json, random, sys
random.seed(1)
seconds = {"debian-13 install": 900, "debian-13 provision": 60, "debian-13-bootstrap install": 120, "debian-13-bootstrap provision": 60}
for n in range(10000):
    seconds[f"r{n} provision"] = round(random.uniform(5, 60), 1)
    seconds[f"r{n} image"] = round(random.uniform(3, 20), 1)
json.dump({"seconds": seconds}, open(sys.argv[1], "w"))
EOF
for workers in 1 8 64 512; do
  "$kiln" plan --all --recipes "$work/plan-10000/recipes" --store "$forest" --jobs "$workers" --format json |
    /usr/bin/python3 -c '
import json, sys
t = json.load(sys.stdin)["time"]
ratio = t["seconds"] / max(t["work"] / t["workers"], t["longestPath"])
print(t["workers"], f"workers: {ratio:.3f} times the lower bound (goal 1.1)")'
done

echo "== 8 independent stand-in builds, one after another and two at once"
scripts/bench-jobs.sh
