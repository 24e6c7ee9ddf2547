#!/usr/bin/env bash
# Makes a Debian 13 and a web server derived from it, twice: unpacked from packages, and by Debian's own installer; shows
# each server's page. Where the installer's media cannot be had today, for a cause in the network or the mirror, the end says
# what was not made, and the demo counts as done: the first web server is there.
#   demo.sh [FOLDER]     where the images go; out, when none is named
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-out}
kiln=${KILN:-.build/release/kiln}
key=${KILN_KEYS:-${XDG_DATA_HOME:-$HOME/.local/share}/kiln-keys}/builder.pub

echo "== A web server on a Debian 13 unpacked from its packages, into $out/: minutes, with KVM or without."
"$kiln" build debian-13-bootstrap web-bootstrap -o "$out"
scripts/demo-page.sh "$out/web-bootstrap-1.0.0.json"
"$kiln" verify "$out/web-bootstrap-1.0.0.json" --key "$key"

echo "== The same on a Debian 13 by its own installer: a few minutes with KVM, about half an hour without."
echo "== Ctrl-C ends it; what is in $out/ stays."
status=0
"$kiln" build debian-13 web -o "$out" || status=$?
if [ $status = 0 ]; then
  scripts/demo-page.sh "$out/web-1.0.0.json"
  "$kiln" verify "$out/web-1.0.0.json" --key "$key"
  ls -l "$out"
elif cause=$(scripts/unreachable-media.sh debian-13); then
  ls -l "$out"
  echo "== Done but for the installer: its media cannot be had today, for a cause in the network or the mirror:"
  echo "$cause"
  echo "== So debian-13 and web are NOT made. Run 'make demo' again another day; what is there is not made anew."
else
  exit $status
fi
