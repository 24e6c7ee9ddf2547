#!/usr/bin/env bash
# Boots one image from a file of each format of a disk with `kiln run`, two at once: logs in over SSH, looks at the disk that the guest
# sees, gets its page through a forwarded port, and ends with the exit status of a command in it. Prints a table.
#   run-test.sh [IMAGE]     a qcow2 of a web server that serves 'Built by Kiln', on which cloud-init is; the newest build of `web` in
#                           the store when none is named
# KILN names the program; otherwise it is .build/release/kiln. FORMATS says which (default: all).
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=$(readlink -f "${KILN:-$PWD/.build/release/kiln}")
store=${KILN_STORE:-${XDG_DATA_HOME:-$HOME/.local/share}/kiln}
if [ $# = 0 ]; then
  image=$(/usr/bin/python3 - "$store" <<'PYTHON'
import glob, json, sys
builds = sorted(glob.glob(f"{sys.argv[1]}/images/builds/web/*.json"))
if builds: print(f"{sys.argv[1]}/images/blobs/sha256/{json.load(open(builds[-1]))['artifacts'][0]['digest']}")
PYTHON
)
  [ -n "$image" ] || { echo "run-test.sh: SKIPPED: no build of web is in $store: build it with 'kiln build web', or name an image" >&2; exit 0; }
else
  image=$(readlink -f "$1")
fi
work=$(mktemp -d "${TMPDIR:-/var/tmp}/kiln-run-test.XXXXXX")
trap 'jobs -p | xargs -r kill 2> /dev/null || true; wait; rm -rf "$work"' EXIT
size=$(qemu-img info -f qcow2 --output=json "$image" | /usr/bin/python3 -c 'import json, sys; print(json.load(sys.stdin)["virtual-size"])')

# In the guest: what disk it sees, and whether someone got its page from outside; then a status that is nobody else's.
cat > "$work/script" <<'SCRIPT'
echo "disk $(cat /sys/block/vda/size)"
for try in $(seq 120); do grep -q run-test /var/log/nginx/access.log 2> /dev/null && break; sleep 1; done
grep -q run-test /var/log/nginx/access.log || exit 1
exit 7
SCRIPT

one() { # format, port
  local disk=$work/disk.$1 log=$work/$1.log status=0
  case $1 in
    qcow2) cp "$image" "$disk" ;;
    raw) qemu-img convert -f qcow2 -O raw "$image" "$disk" ;;
    vmdk) qemu-img convert -f qcow2 -O vmdk -o subformat=streamOptimized "$image" "$disk" ;;
    vhd) qemu-img convert -f qcow2 -O vpc -o subformat=fixed,force_size=on "$image" "$disk" ;;
    *) qemu-img convert -f qcow2 -O "$1" "$image" "$disk" ;;
  esac
  local stamp start=$SECONDS
  stamp=$(stat -c '%s %y' "$disk")
  curl --silent --show-error --max-time 10 --retry 400 --retry-delay 3 --retry-all-errors "http://127.0.0.1:$2/?run-test" > "$work/$1.page" 2> /dev/null &
  local page=$!
  "$kiln" run "$disk" --store "$work/store" --forward "$2:80" --command "$(cat "$work/script")" > "$log" 2>&1 || status=$?
  kill "$page" 2> /dev/null || true
  after() { sed -n "s/^$1 after //p" "$log" | head -n 1; }
  local faults=""
  [ "$status" = 7 ] || faults+=" status:$status"
  grep -q 'Built by Kiln' "$work/$1.page" || faults+=" page"
  grep -qx "disk $((size / 512))" "$log" || faults+=" size"
  [ "$stamp" = "$(stat -c '%s %y' "$disk")" ] || faults+=" image-changed"
  printf '%s\t%s\t%s\t%d s\t%s\n' "$1" "$(after 'SSH answers')" "$(after 'logged in')" $((SECONDS - start)) "${faults:- ok}" >> "$work/table"
  rm -f "$disk"
  [ -z "$faults" ] || { sed "s/^/$1: /" "$log" >&2; touch "$work/failed"; }
}

port() { /usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
for format in ${FORMATS:-qcow2 vmdk vhd raw vdi vhdx}; do
  while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n || true; done
  one "$format" "$(port)" &
done
wait
printf 'FORMAT\tSSH\tLOGIN\tALL\tRESULT\n' | cat - "$work/table" | awk -F '\t' '{ printf "%-8s %-14s %-14s %-8s %s\n", $1, $2, $3, $4, $5 }'
[ ! -e "$work/failed" ] || { echo "FAILED: not every format boots to SSH"; exit 1; }
