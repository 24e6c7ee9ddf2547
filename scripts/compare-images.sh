#!/usr/bin/env bash
# Prints in what two images differ: packages, enabled units, files below /etc, sizes. Names are appliances in the folder OUT
# (default: out), or paths of qcow2 files. Lines that begin with < are the first one's, with > the second one's.
set -euo pipefail
[ $# = 2 ] || { echo "usage: ${0##*/} NAME NAME" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LIBGUESTFS_BACKEND=direct
[ -n "${LIBGUESTFS_BACKEND_SETTINGS-}" ] || export LIBGUESTFS_BACKEND_SETTINGS=force_tcg

file() {
  case $1 in */*) echo "$1" && return ;; esac
  /usr/bin/python3 - "${OUT:-out}" "$1" <<'EOF'
import glob, json, os, sys
folder, name = sys.argv[1:]
found = [d for d in map(lambda p: json.load(open(p)), glob.glob(folder + "/*.json")) if d.get("identifier") == name]
if len(found) != 1:
    sys.exit(f"{len(found)} images of {name} in {folder}, one is needed")
print(os.path.join(folder, next(d["path"] for d in found[0]["disks"] if d["type"] == "os")))
EOF
}

look() { # image, folder
  mkdir "$2"
  guestfish --ro --format=qcow2 -a "$1" -i > "$2/all" <<EOF
cat /var/lib/dpkg/status
echo ==units
glob ls /etc/systemd/system/*.wants
echo ==size
df
checksums-out sha256 /etc $2/etc.sums
EOF
  /usr/bin/python3 - "$1" "$2" <<'EOF'
import os, sys
image, folder = sys.argv[1:]
status, rest = open(folder + "/all").read().split("==units\n")
units, rest = rest.split("==size\n")
def write(name, lines):
    open(f"{folder}/{name}", "w").write("".join(sorted(set(line + "\n" for line in lines))))
packages = [dict(line.split(": ", 1) for line in p.split("\n") if ": " in line and not line.startswith(" ")) for p in status.split("\n\n")]
write("packages", (f"{p['Package']} {p['Version']}" for p in packages if p.get("Status", "").endswith(" installed")))
write("units", units.split())
write("etc", (" ".join(reversed(line.split("  ", 1))) for line in open(folder + "/etc.sums").read().splitlines()))
root = next(line.split() for line in rest.split("\n") if line.endswith("/sysroot"))
open(folder + "/size", "w").write(f"{os.path.getsize(image) >> 20} MiB compressed, {int(root[2]) >> 10} MiB used in /\n")
EOF
}

first=$(file "$1")
second=$(file "$2")
look "$first" "$work/1"
look "$second" "$work/2"
for part in packages units etc; do
  echo "== $part: $(wc -l < "$work/1/$part") and $(wc -l < "$work/2/$part")"
  diff "$work/1/$part" "$work/2/$part" | grep '^[<>]' | sort -k2 || true
done
echo "== sizes"
sed "s|^|< |" "$work/1/size"
sed "s|^|> |" "$work/2/size"
