#!/usr/bin/env bash
# Writes the recipes of a distribution that takes over a Debian's image, and of a web server derived from it.
#   imported-recipes.sh FOLDER IMAGE
set -euo pipefail
folder=${1:?usage: imported-recipes.sh FOLDER IMAGE}
image=$(realpath "${2:?usage: imported-recipes.sh FOLDER IMAGE}")
examples=$(dirname "$0")/../../examples
mkdir -p "$folder"
cp -R "$examples/files" "$examples/scripts" "$folder"
cat > "$folder/imported.yaml" <<EOF
name: imported
version: "13"
os: {distribution: debian, release: "13", arch: x86_64}
installer:
  kind: image
  media: {image: {file: $image}, mirrors: ["http://ftp.de.debian.org/debian"]}
hardware: {disks: [{name: system, size: 10GiB, role: system}]}
EOF
sed -e 's/^name: .*/name: web-imported/' -e 's/^parent: .*/parent: imported/' "$examples/web.yaml" > "$folder/web-imported.yaml"
