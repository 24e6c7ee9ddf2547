#!/usr/bin/env bash
# Makes images as somebody might who wants to harm the host that looks at them, each in one file of FOLDER.
#   hostile-images.sh FOLDER CANARY     CANARY is a file of this host that nothing may read
# Those whose harm lies in the file system are ext4 in a qcow2 without a partition table, with as much of a system as libguestfs asks for.
set -euo pipefail
folder=${1:?usage: hostile-images.sh FOLDER CANARY}
canary=$(readlink -f "${2:?usage: hostile-images.sh FOLDER CANARY}")
mkdir -p "$folder"
cd "$folder"
work=$(mktemp -d "$PWD/.work.XXXXXX")
trap 'rm -rf "$work"' EXIT

# --- what the files say of other files, and of their size

qemu-img create -q -u -f qcow2 -b /etc/shadow -F raw backing.qcow2 1G
qemu-img create -q -f vmdk "$work/base.vmdk" 64M
qemu-img create -q -f vmdk -b "$work/base.vmdk" -F vmdk "$work/parent.vmdk"
/usr/bin/python3 - "$work/parent.vmdk" parent.vmdk "$canary" <<'PYTHON'
import re, sys
source, target, canary = sys.argv[1:]
data = bytearray(open(source, "rb").read())
found = re.search(rb'parentFileNameHint="[^"]*"\n', data)
line = b'parentFileNameHint="%s"\n' % canary.encode()
# The descriptor has room behind its end.
rest = bytes(data[found.end():512 + 20 * 512])
data[found.start():512 + 20 * 512] = (line + rest)[:512 + 20 * 512 - found.start()]
open(target, "wb").write(data)
PYTHON
qemu-img create -q -f qcow2 -o data_file="$work/data,data_file_raw=on" external.qcow2 1G
/usr/bin/python3 - external.qcow2 "$work/data" "$canary" <<'PYTHON'
import sys
image, old, canary = sys.argv[1:]
data = bytearray(open(image, "rb").read())
# Header extension 0x44415441 has the file's name (docs/interop/qcow2.txt).
place = data.find(b"DATA")
length = int.from_bytes(data[place + 4:place + 8], "big")
room = (length + 7) // 8 * 8
new = canary.encode()
rest = bytes(data[place + 8 + room:4096])
data[place + 4:place + 8] = len(new).to_bytes(4, "big")
data[place + 8:4096] = (new + bytes(-len(new) % 8) + rest)[:4096 - place - 8]
open(image, "wb").write(data)
PYTHON
qemu-img create -q -f qcow2 huge.qcow2 1G
/usr/bin/python3 - huge.qcow2 <<'PYTHON'
import sys
with open(sys.argv[1], "r+b") as file:
  file.seek(24)
  file.write((2**63 - 512).to_bytes(8, "big"))
PYTHON
# Frames of zstd may follow one another: 2 TiB of zeros behind a boot sector, and as much behind none.
truncate -s 1G "$work/zeros"
zstd -q -1 "$work/zeros" -o "$work/zeros.zst"
head -c 510 /dev/zero > "$work/boot"; printf '\x55\xaa' >> "$work/boot"; truncate -s 1M "$work/boot"
zstd -q "$work/boot" -o "$work/boot.zst"
for _ in $(seq 2048); do cat "$work/zeros.zst"; done > bomb.raw.zst
cat "$work/boot.zst" bomb.raw.zst > disk-bomb.raw.zst

# --- what file systems hold

tree() { # FOLDER: as much of a system as is looked for
  mkdir -p "$1"/{bin,dev,etc,home,root,srv,var/lib/dpkg/info,usr/lib,usr/sbin,etc/ssh,boot}
  printf 'ID=debian\nVERSION_ID="13"\nPRETTY_NAME="Debian GNU/Linux 13"\n' > "$1/etc/os-release"
  echo 13.1 > "$1/etc/debian_version"
  echo '/dev/sda / ext4 defaults 0 1' > "$1/etc/fstab"
  echo 'root:x:0:0:root:/root:/bin/sh' > "$1/etc/passwd"
  echo 'root:*:1::::::' > "$1/etc/shadow"
  printf 'Package: base\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n\n' > "$1/var/lib/dpkg/status"
}
pack() { # FOLDER IMAGE SIZE [OPTION…]: an ext4 of a tree
  local from=$1 to=$2 size=$3
  shift 3
  mke2fs -q -t ext4 -d "$from" "$@" "$work/fs" "$size"
  qemu-img convert -f raw -O qcow2 "$work/fs" "$to"
  rm -f "$work/fs"
}

tree "$work/loops"
ln -s b "$work/loops/etc/a"; ln -s a "$work/loops/etc/b"
ln -s ../root/.ssh "$work/loops/root/.ssh"
rm -r "$work/loops/var/lib/dpkg/info"; ln -s ../dpkg/info "$work/loops/var/lib/dpkg/info"
ln -sf /etc/ssh/sshd_config "$work/loops/etc/ssh/sshd_config"
ln -s /../../../../../../etc/shadow "$work/loops/etc/out"
ln -s "$canary" "$work/loops/etc/canary"
for link in $(seq 200); do ln -s "$((link + 1))/$((link + 1))" "$work/loops/srv/$link"; done
pack "$work/loops" loops.qcow2 64M

tree "$work/names"
for name in $'\e[2J\e[1;31mowned' $'line\nADMITTED: 99 rules kept' $'bell\a' $'\x9bCSI' $'\xe2\x80\xae reversed' $'bad\xff\xfeutf8' ; do
  printf x > "$work/names/srv/$name"; chmod 4755 "$work/names/srv/$name"
  printf 'x%s:x:0:0::/:/bin/sh\n' "${name//$'\n'/}" >> "$work/names/etc/passwd"
  printf 'x%s:$6$x:1::::::\n' "${name//$'\n'/}" >> "$work/names/etc/shadow"
done
printf 'ID=de\x1b[2Jbian\nVERSION_ID="\x1b]0;owned\x07"\nPRETTY_NAME="\x1b[2J"\n' > "$work/names/etc/os-release"
pack "$work/names" names.qcow2 64M

tree "$work/packages"
cat > "$work/packages/var/lib/dpkg/status" <<STATUS
Package: ../../../../../../../$canary
Status: install ok installed
Architecture: ../../../../etc
Version: 1:$(printf '\x1b[2J')9
Conffiles:
 /../../../../etc/shadow 0123456789abcdef0123456789abcdef

Package: telnetd
Status: install ok installed
Architecture: amd64
Version: 1
STATUS
printf '/.\n/../../../../etc/shadow\n%s\n' "$canary" > "$work/packages/var/lib/dpkg/info/telnetd.list"
printf '/../../x\n/etc/shadow\n:\n' > "$work/packages/var/lib/dpkg/diversions"
printf '/dev/sda / ext4 defaults 0 1\n/dev/sda /../../../etc ext4 defaults 0 0\n/dev/sda /proc/../../x ext4 defaults 0 0\n' > "$work/packages/etc/fstab"
pack "$work/packages" packages.qcow2 64M

# Ten million names of which the image has a thousand: ten thousand folders share one folder's blocks.
tree "$work/inodes"
mkdir -p "$work/inodes/srv/all"
(cd "$work/inodes/srv/all" && for name in $(seq 1000); do : > "$name"; done)
mkdir "$work/inodes/srv/many"
(cd "$work/inodes/srv/many" && seq 10000 | xargs mkdir)
mke2fs -q -t ext4 -O '^extent,^dir_index,^metadata_csum,^64bit' -b 4096 -N 20000 -d "$work/inodes" "$work/fs" 256M
blocks=$(debugfs -R 'blocks /srv/all' "$work/fs" 2> /dev/null)
{
  for name in $(seq 10000); do
    index=0
    for block in $blocks; do echo "set_inode_field /srv/many/$name block[$index] $block"; index=$((index + 1)); done
    echo "set_inode_field /srv/many/$name size $((index * 4096))"
  done
} > "$work/commands"
debugfs -w -f "$work/commands" "$work/fs" > /dev/null 2>&1
qemu-img convert -f raw -O qcow2 "$work/fs" inodes.qcow2
rm -f "$work/fs"

tree "$work/corrupt"
(cd "$work/corrupt/srv" && for name in $(seq 500); do echo "$name" > "$name"; done)
mke2fs -q -t ext4 -d "$work/corrupt" "$work/fs" 64M
/usr/bin/python3 - "$work/fs" <<'PYTHON'
import random, sys
random.seed(7)
with open(sys.argv[1], "r+b") as file:
  # The superblock stays; group descriptors, inode tables and folders do not.
  for place in range(4096, 24 << 20, 4096):
    if random.random() < 0.6:
      file.seek(place + random.randrange(0, 3000))
      file.write(random.randbytes(600))
PYTHON
qemu-img convert -f raw -O qcow2 "$work/fs" corrupt.qcow2
rm -f "$work/fs"

tree "$work/shared"
head -c 8M /dev/urandom > "$work/shared/srv/data"
pack "$work/shared" shared.qcow2 64M
/usr/bin/python3 - shared.qcow2 <<'PYTHON'
import sys
with open(sys.argv[1], "r+b") as file:
  def number(place):
    file.seek(place)
    return int.from_bytes(file.read(8), "big")
  table = number(number(40)) & 0x00FFFFFFFFFFFE00
  entries = [number(table + 8 * index) for index in range(8192)]
  used = [index for index, entry in enumerate(entries) if entry & 0x00FFFFFFFFFFFE00]
  # Each cluster is that of its neighbour, too.
  for index, other in zip(used[::2], used[1::2]):
    file.seek(table + 8 * index)
    file.write(entries[other].to_bytes(8, "big"))
PYTHON

# --- a sound image with a descriptor that is not

tree "$work/sound"
pack "$work/sound" sound.qcow2 64M
mkdir -p described
cp sound.qcow2 described/web.qcow2
/usr/bin/python3 - described/web.json "../../../../../../../../$canary" <<'PYTHON'
import json, sys
zeros = "0" * 64
json.dump({
  "action": "registration", "title": "t", "description": "", "identifier": "web\u001b[2J", "version": "1", "groups": [],
  "os": {"type": "linux", "distribution": "debian", "version": "13", "arch": "x86_64"}, "cpu": 1, "memory": 512,
  "disks": [{"name": "system", "type": "os", "role": "system", "format": "qcow2", "path": sys.argv[2], "target": "vda",
    "device_prefix": "vd", "virtual_size": 1, "file_size": 1, "sha256": zeros}],
  "attributes": {}, "kiln": {"key": zeros, "chain": [], "built": "2026-01-01T00:00:00Z", "answers": "", "firmware": "bios",
    "packages": 0, "tools": {"kiln": "", "qemu": "", "libguestfs": ""}}}, open(sys.argv[1], "w"))
PYTHON
