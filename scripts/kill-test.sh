#!/usr/bin/env bash
# Kills a stand-in build with SIGKILL at ten moments, then lets one run through: all must be there, and nothing else.
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=${KILN:-$PWD/.build/release/kiln}
rounds=${1:-10}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export KILN_STORE=$work/store KILN_LIBRARY=$PWD

Tests/StandIn/build.sh "$work/recipes" > /dev/null
cat > "$work/recipes/base.yaml" <<'EOF'
name: base
version: "1"
os: {distribution: debian, release: "13", codename: trixie, arch: x86_64}
installer:
  kind: debian-installer
  memory: 256MiB
  kernel_arguments: [console=ttyS0]
  media: {kernel: {file: vmlinuz}, initrd: {file: initrd.gz}}
hardware: {disks: [{name: system, size: 256MiB, role: system}]}
install:
  mirror: http://mirror.example.org/debian
  storage: {table: mbr, partitions: [{mount: /, filesystem: ext4, size: 128MiB, grow: true}]}
EOF
printf 'name: leaf\nparent: base\nversion: "1"\nfiles: [{source: page.html, to: /srv/page.html}]\n' > "$work/recipes/leaf.yaml"
echo page > "$work/recipes/page.html"
build=("$kiln" build leaf --recipes "$work/recipes" -o "$work/out")
left() { pgrep -f "$work" | grep -vx $$ || true; }

for round in $(seq "$rounds"); do
  "${build[@]}" > /dev/null 2>&1 &
  pid=$!
  # From before the first guest boots to while the image is sealed.
  sleep "$(python3 -c "print($round * ${SPAN:-25} / $rounds)")"
  kill -9 "$pid" 2> /dev/null && state=killed || state="had ended"
  wait "$pid" 2> /dev/null || true
  for _ in $(seq 50); do [ -z "$(left)" ] && break; sleep 0.2; done
  [ -z "$(left)" ] || { echo "FAILED: a process is left after round $round:"; ps -fp $(left); exit 1; }
  for layer in "$work"/store/layers/*/; do
    [ ! -d "$layer" ] || { [ -f "$layer/layer.json" ] && qemu-img check -q "$layer/disk.qcow2"; } || { echo "FAILED: half a layer: $layer"; exit 1; }
  done
  echo "round $round: $state, nothing left"
  # Ended before its time: the next round starts from nothing again.
  [ "$state" = killed ] || rm -rf "$work/store/layers" "$work/out"
done
"${build[@]}"
[ -z "$(ls -A "$work/store/work")" ] || { echo "FAILED: work is left: $(ls -A "$work/store/work")"; exit 1; }
[ -z "$(ls -A "$work/out" | grep -v -e '^leaf-1' -e '^SHA256SUMS$' || true)" ] || { echo "FAILED: leftovers in the output: $(ls -A "$work/out")"; exit 1; }
(cd "$work/out" && sha256sum --quiet -c SHA256SUMS)
echo "killed $rounds times, then built: nothing half, nothing left"
