#!/usr/bin/env bash
# Boots an image, gets the page that its web server serves on port 80, shows its title, and ends the machine: about a minute
# without KVM. The image stays as it is.
#   demo-page.sh DESCRIPTOR
set -euo pipefail
descriptor=${1:?usage: demo-page.sh DESCRIPTOR}
scripts=$(dirname "$0")
work=$(mktemp -d)
machine=
trap '[ -z "$machine" ] || kill "$machine" 2> /dev/null || true; wait; rm -rf "$work"' EXIT

port=$(/usr/bin/python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
echo "== Booting a copy of ${descriptor%.json}.qcow2 for its page."
"$scripts/boot-image.sh" "$descriptor" "$work/machine" \
  -netdev "user,id=n0,restrict=on,hostfwd=tcp:127.0.0.1:$port-:80" -device virtio-net-pci,netdev=n0 &
machine=$!
start=$SECONDS
"$scripts/wait-for-page.sh" "http://127.0.0.1:$port/" "$work/page.html" || { tail -n 30 "$work/machine/serial.log" >&2; exit 1; }
title=$(sed -n 's:.*<title>\(.*\)</title>.*:\1:p' "$work/page.html" | head -n 1)
echo "== ${descriptor%.json}.qcow2 serves its page, '${title:-without a title}', $((SECONDS - start)) s after its start."
