#!/usr/bin/env bash
# Writes recipes of small appliances that the stand-in installer makes in seconds: a distribution for each name.
#   stand-in-recipes.sh FOLDER NAME…
set -euo pipefail
folder=${1:?usage: stand-in-recipes.sh FOLDER NAME…}
shift
"$(dirname "$0")/../Tests/StandIn/build.sh" "$folder" > /dev/null
for name in "$@"; do
  cat > "$folder/$name.yaml" <<RECIPE
name: $name
version: "1"
os: {distribution: debian, release: "13", codename: trixie, arch: x86_64}
installer:
  kind: debian-installer
  memory: 256MiB
  kernel_arguments: [console=ttyS0]
  media: {kernel: {file: vmlinuz}, initrd: {file: initrd.gz}}
hardware: {disks: [{name: system, size: 256MiB, role: system}]}
install:
  hostname: $name
  mirror: http://mirror.example.org/debian
  storage: {table: mbr, partitions: [{mount: /, filesystem: ext4, size: 128MiB, grow: true}]}
RECIPE
done
