#!/bin/sh
# Puts cloud-init's own schema where the tests look for it; without it they say what they leave out. The package is only
# unpacked: installed, it would set up this machine anew at its next boot.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
schema=usr/lib/python3/dist-packages/cloudinit/config/schemas/schema-cloud-config-v1.json
target=$root/.build/cloud-init/${schema##*/}
[ ! -e "$target" ] || exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
if apt-get download -q cloud-init > log 2>&1 && dpkg-deb -x cloud-init_*.deb .; then
  install -D -m 644 "$schema" "$target"
else
  echo "cloud-init-schema: the package cloud-init cannot be downloaded:" >&2
  cat log >&2
fi
