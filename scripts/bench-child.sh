#!/usr/bin/env bash
# Measures the same small change, one file and one script, to an image that is there: a child built by Kiln, tried by 'kiln try' for
# the second time, made by virt-customize and qemu-img, and by Packer; and a chain of five layers against their steps in one.
# Needs the parent's layers in the store, and builds them where they are missing.
#   bench-child.sh [PARENT]       the store is a copy of KILN_STORE's, or of the standard one
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=$(readlink -f "${KILN:-$PWD/.build/release/kiln}")
parent=${1:-debian-13}
work=$(mktemp -d)
trap 'jobs -p | xargs -r kill 2> /dev/null; rm -rf "$work"' EXIT
export KILN_LIBRARY=$PWD LIBGUESTFS_BACKEND=direct
from=${KILN_STORE:-${XDG_DATA_HOME:-$HOME/.local/share}/kiln}
mkdir -p "$work/store" "$work/recipes"
if [ -d "$from/layers" ]; then cp -al "$from/." "$work/store" 2> /dev/null || cp -a --reflink=auto "$from/." "$work/store"; fi
accelerator=$("$kiln" doctor --store "$work/store" --format json | grep -q '"tcg:' && echo tcg || echo kvm)
if [ "$accelerator" = tcg ]; then export LIBGUESTFS_BACKEND_SETTINGS=force_tcg; fi

seconds() { # command…: its wall-clock seconds
  /usr/bin/python3 -c '
import subprocess, sys, time
t = time.monotonic(); p = subprocess.run(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=open(sys.argv[1], "w"), stderr=subprocess.STDOUT)
if p.returncode: sys.exit(open(sys.argv[1]).read()[-3000:])
print(f"{time.monotonic() - t:.1f}")' "$work/log" "$@"
}
ratio() { /usr/bin/python3 -c 'import sys; print(f"{float(sys.argv[1]) / float(sys.argv[2]):.2f}")' "$1" "$2"; }
recipe() { # name, parent, provision…
  printf 'name: %s\nparent: %s\nversion: "1.0"\nprovision:\n' "$1" "$2" > "$work/recipes/$1.yaml"
  printf '  - %s\n' "${@:3}" >> "$work/recipes/$1.yaml"
}
build() {
  "$kiln" build "$@" --no-test --recipes "$work/recipes" --store "$work/store" -o "$work/out" --accelerator "$accelerator"
}
export -f build
export kiln work accelerator

echo "a page" > "$work/recipes/page.html"
for script in start small; do printf '#!/bin/sh\nset -eu\ndate >> /srv/log\n' > "$work/recipes/$script.sh"; done
files='files: [{source: page.html, to: /srv/page.html}]'
# The parent with a way in for Packer, which no measurement counts.
ssh-keygen -q -t ed25519 -N '' -f "$work/key"
cp "$work/key.pub" "$work/recipes/key.pub"
recipe start "$parent" 'files: [{source: key.pub, to: /root/.ssh/authorized_keys, mode: "0600"}]' \
  '{script: start.sh}'
build start > "$work/start.log" 2>&1 || { cat "$work/start.log"; exit 1; }
image=$work/out/start-1.0.qcow2

recipe child start "$files" '{script: small.sh}'
child=$(seconds bash -c 'build child')
echo "a child of $parent, one file and one script: $child s"

steps=()
last=start
for n in 1 2 3 4 5; do
  steps+=("{files: [{source: page.html, to: /srv/$n.html}]}" "{script: small.sh, arguments: ['$n']}")
  recipe "link$n" "$last" "${steps[@]: -2}"
  last=link$n
done
recipe whole start "${steps[@]}"
whole=$(seconds bash -c 'build whole')
chain=$(seconds bash -c 'build link5')
echo "the steps of five layers in one: $whole s; as a chain of five: $chain s, $(ratio "$chain" "$whole") times that (goal 1.3)"

mkfifo "$work/keys"
"$kiln" try child --recipes "$work/recipes" --store "$work/store" --accelerator "$accelerator" < "$work/keys" > "$work/try.log" 2>&1 &
exec 9> "$work/keys"
tries() { grep -c 'went well in' "$work/try.log" || :; }
wait_for_tries() {
  until [ "$(tries)" -ge "$1" ]; do
    kill -0 $! 2> /dev/null || { cat "$work/try.log"; exit 1; }
    sleep 0.1
  done
}
wait_for_tries 1
begun=$(date +%s.%N)
echo 'echo changed' >> "$work/recipes/small.sh"
wait_for_tries 2
try=$(/usr/bin/python3 -c 'import sys, time; print(f"{time.time() - float(sys.argv[1]):.1f}")' "$begun")
echo q >&9
exec 9>&-
wait $!
echo "kiln try, from saving a script to its end: $try s (goal 4), $(ratio "$child" "$try") times as fast as the child's build"

customized() {
  qemu-img create -q -f qcow2 -F qcow2 -b "$image" "$work/customized.qcow2"
  virt-customize --quiet --format qcow2 -a "$work/customized.qcow2" --copy-in "$work/recipes/page.html:/srv" \
    --run "$work/recipes/small.sh"
  qemu-img convert -c -O qcow2 -o compression_type=zstd "$work/customized.qcow2" "$work/customized-out.qcow2"
}
export -f customized
export image
if command -v virt-customize > /dev/null; then
  other=$(seconds bash -ec customized)
  echo "virt-customize and qemu-img convert: $other s, $(ratio "$other" "$child") times Kiln's"
else
  echo "virt-customize is not installed: not measured"
fi

if ! command -v packer > /dev/null; then
  echo "packer is not installed (Debian's package 'packer'): not measured"
  exit 0
fi
processor=host
if [ "$accelerator" = tcg ]; then processor=max,la57=off,-cx16; fi
cat > "$work/change.json" <<EOF
{ "builders": [{
    "type": "qemu", "accelerator": "$accelerator", "headless": true, "disk_image": true, "disk_compression": true,
    "iso_url": "$image", "iso_checksum": "none", "format": "qcow2", "output_directory": "$work/packer", "memory": 1024,
    "qemuargs": [["-cpu", "$processor"]], "ssh_username": "root", "ssh_private_key_file": "$work/key",
    "ssh_timeout": "20m", "shutdown_command": "systemctl poweroff" }],
  "provisioners": [
    { "type": "file", "source": "$work/recipes/page.html", "destination": "/srv/page.html" },
    { "type": "shell", "script": "$work/recipes/small.sh" }] }
EOF
other=$(PACKER_CACHE_DIR=$work/cache seconds packer build "$work/change.json")
echo "Packer: $other s, $(ratio "$other" "$child") times Kiln's"
