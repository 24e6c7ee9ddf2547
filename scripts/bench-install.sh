#!/usr/bin/env bash
# Installs Debian 13 twice at the same moment, on two machines that QEMU makes alike: once by Kiln, once bare, with the
# plain answer file benchmarks/bare.preseed. Each has half of this host's processors to itself, until its end. Takes up to two
# hours without KVM.
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=$PWD/.build/release/kiln
work=$(mktemp -d)
store=${KILN_STORE:-${XDG_DATA_HOME:-$HOME/.local/share}/kiln}
trap 'jobs -p | xargs -r kill 2> /dev/null; rm -rf "$work"' EXIT

verdict=$("$kiln" doctor --format json || true)
case $verdict in *'tcg:'*) accel=(-accel tcg,thread=multi,tb-size=512 -cpu max,la57=off,-cx16) ;; *) accel=(-accel kvm -cpu host) ;; esac

"$kiln" media fetch debian-13 > /dev/null 2>&1
media=$("$kiln" media fetch bare --recipes benchmarks --format json 2> /dev/null)
file() { /usr/bin/python3 -c '
import json, sys
files = json.load(sys.stdin)["media"][0]["files"]
print(next(f["path"] for f in files if f["role"] == sys.argv[1]))' "$1" <<< "$media"; }
mirror=$("$kiln" explain bare --recipes benchmarks --format json |
  /usr/bin/python3 -c 'import json, sys; print(next(e["value"] for e in json.load(sys.stdin)["values"] if e["key"] == "build mirror"))')
host=${mirror#*://}
sed -e "s|@HOST@|${host%%/*}|" -e "s|@DIRECTORY@|/${host#*/}|" benchmarks/bare.preseed > "$work/bare.preseed"
port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
/usr/bin/python3 -m http.server --bind 127.0.0.1 --directory "$work" "$port" > /dev/null 2>&1 &

# Wall-clock seconds, and seconds of CPU of the process and its children.
timed() {
  /usr/bin/python3 -c '
import os, subprocess, sys, time
t = time.monotonic(); subprocess.run(sys.argv[2:], stdout=open(sys.argv[1] + ".log", "w"), stderr=subprocess.STDOUT, check=True)
c = os.times(); print(f"{time.monotonic() - t:.0f} {c.children_user + c.children_system:.0f}")' "$@" > "$1.time"
}
# Half of the processors, the first or the second; all of them on a host that has one.
half() { echo $(( ${1} * $(nproc) / 2 ))-$(( ($1 + 1) * $(nproc) / 2 - 1 )) | sed 's/^0--1$/0/'; }
bare() {
  qemu-img create -q -f qcow2 "$work/bare.qcow2" 8G
  timed "$work/bare" taskset -c "$(half 1)" qemu-system-x86_64 -no-user-config -nodefaults -machine q35 "${accel[@]}" -smp 2 -m 2048M -no-reboot \
    -device virtio-rng-pci -display none -vga std -serial "file:$work/bare.serial" \
    -drive "if=none,id=disk0,format=qcow2,cache=unsafe,discard=unmap,detect-zeroes=unmap,file=$work/bare.qcow2" \
    -device virtio-blk-pci,drive=disk0 -netdev user,id=net0,ipv6=off -device virtio-net-pci,netdev=net0,romfile= \
    -kernel "$(file kernel)" -initrd "$(file initrd)" \
    -append "auto=true priority=critical url=http://10.0.2.2:$port/bare.preseed hostname=bare console=ttyS0 DEBIAN_FRONTEND=text --- console=ttyS0"
}
own() {
  timed "$work/own" taskset -c "$(half 0)" "$kiln" build debian-13 --no-test --store "$work/store" -o "$work/out"
}
mkdir -p "$work/store" && cp -rl "$store/media" "$work/store/media"
bare & bare=$!
own
read -r whole cpu < "$work/own.time"
# The layer's own record says how long the installer alone took.
install=$(cat "$work"/store/layers/*/layer.json | /usr/bin/python3 -c '
import json, sys
decoder, text, longest = json.JSONDecoder(), sys.stdin.read(), 0
while text.strip():
    layer, end = decoder.raw_decode(text.lstrip()); text = text.lstrip()[end:]
    longest = max(longest, layer["facts"]["seconds"])
print(f"{longest:.0f}")')
echo "Kiln: $install s from start to power-off; with provisioning and sealing $whole s, $cpu s of CPU"
wait "$bare"
read -r bareWall bareCPU < "$work/bare.time"
virt=$(qemu-img info --output json "$work/bare.qcow2" | /usr/bin/python3 -c 'import json, sys; print(json.load(sys.stdin)["actual-size"] >> 20)')
[ "$virt" -gt 500 ] || { echo "the bare install left $virt MiB: it did not finish" >&2; tail -5 "$work/bare.serial" >&2; exit 1; }
echo "bare: $bareWall s from start to power-off, $bareCPU s of CPU"
/usr/bin/python3 -c '
import sys; i, b, c, d = map(float, sys.argv[1:])
print(f"Kiln took {i / b:.2f} times as long (goal 0.5)")' "$install" "$bareWall" "$cpu" "$bareCPU"
