#!/usr/bin/env bash
# Compares a test of an image with a bare boot of it: QEMU with an overlay and a seed, until one can log in over SSH. The goal is 1.2
# times. Wants an idle machine; takes turns, so that what else it does falls on both.
#   bench-boot.sh [IMAGE [RUNS]]   a qcow2 on which cloud-init is; the newest build of `web` in the store when none is named; 3 runs
# KILN names the program; otherwise it is .build/release/kiln. ACCELERATOR=kvm where that works.
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=$(readlink -f "${KILN:-$PWD/.build/release/kiln}")
store=${KILN_STORE:-${XDG_DATA_HOME:-$HOME/.local/share}/kiln}
image=${1:-$(/usr/bin/python3 - "$store" <<'PYTHON'
import glob, json, sys
builds = sorted(glob.glob(f"{sys.argv[1]}/images/builds/web/*.json"))
if builds: print(f"{sys.argv[1]}/images/blobs/sha256/{json.load(open(builds[-1]))['artifacts'][0]['digest']}")
PYTHON
)}
[ -n "$image" ] || { echo "bench-boot.sh: SKIPPED: no build of web is in $store" >&2; exit 0; }
runs=${2:-3}
work=$(mktemp -d "${TMPDIR:-/var/tmp}/kiln-bench-boot.XXXXXX")
qemu=
trap '[ -z "$qemu" ] || kill "$qemu" 2> /dev/null || true; rm -rf "$work"' EXIT
accelerator=${ACCELERATOR:-tcg}
case $accelerator in
  kvm) machine=(-accel kvm -cpu host) ;;
  tcg) machine=(-accel tcg,thread=multi,tb-size=512 -cpu max,la57=off,-cx16) ;;
esac
now() { date +%s.%N; }

bare() { # prints seconds
  rm -rf "$work/bare"; mkdir -p "$work/bare/seed"
  ssh-keygen -q -t ed25519 -N '' -f "$work/bare/key"
  printf '{"instance-id": "%s", "local-hostname": "bare"}\n' "$RANDOM$RANDOM" > "$work/bare/seed/meta-data"
  printf '#cloud-config\n{"disable_root": false, "ssh_authorized_keys": ["%s"]}\n' "$(cat "$work/bare/key.pub")" > "$work/bare/seed/user-data"
  bsdtar -c -f "$work/bare/seed.iso" --format iso9660 --options volume-id=CIDATA -C "$work/bare/seed" meta-data user-data
  local port start
  port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  start=$(now)
  qemu-img create -q -f qcow2 -b "$image" -F qcow2 "$work/bare/disk.qcow2"
  qemu-system-x86_64 -nodefaults -machine q35 "${machine[@]}" -smp 2 -m 1024M -display none -vga std -device virtio-rng-pci \
    -serial "file:$work/bare/serial.log" -drive "if=virtio,format=qcow2,cache=unsafe,file=$work/bare/disk.qcow2" \
    -drive "if=virtio,format=raw,readonly=on,file=$work/bare/seed.iso" \
    -netdev "user,id=n,restrict=on,hostfwd=tcp:127.0.0.1:$port-:22" -device virtio-net-pci,netdev=n,romfile= & qemu=$!
  until ssh -F none -i "$work/bare/key" -p "$port" -o BatchMode=yes -o StrictHostKeyChecking=no -o "UserKnownHostsFile=/dev/null" \
    -o ConnectTimeout=60 -o LogLevel=QUIET root@127.0.0.1 true 2> /dev/null; do sleep 1; done
  /usr/bin/python3 -c "print(f'{$(now) - $start:.1f}')"
  kill "$qemu"; wait "$qemu" 2> /dev/null || true; qemu=
}
tested() { # prints seconds
  local start
  start=$(now)
  "$kiln" test "$image" --store "$work/store" --accelerator "$accelerator" > "$work/out" 2> "$work/log" || { cat "$work/out" "$work/log" >&2; exit 1; }
  /usr/bin/python3 -c "print(f'{$(now) - $start:.1f}')"
}

echo "load: $(cut -d' ' -f1-3 /proc/loadavg); $accelerator"
for run in $(seq "$runs"); do
  bare > "$work/seconds"; one=$(cat "$work/seconds")
  two=$(tested)
  echo "$run: bare $one s, tested $two s" >&2
  echo "$one $two" >> "$work/times"
done
/usr/bin/python3 - "$work/times" <<'PYTHON'
import statistics, sys
rows = [[float(x) for x in line.split()] for line in open(sys.argv[1])]
bare, tested = (statistics.median(r[i] for r in rows) for i in (0, 1))
print(f"median: bare boot to SSH {bare:.1f} s, tested {tested:.1f} s: {tested / bare:.2f} times (goal 1.2)")
PYTHON
