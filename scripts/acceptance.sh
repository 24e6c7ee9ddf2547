#!/usr/bin/env bash
# Proves the main job on the real thing, by each way to a root layer: builds a Debian and a web server derived from it, and
# holds the images against what was promised (acceptance/images.sh), searches them for traces of this host, and layers and
# images for what a build deleted. Before the last, kills one build, fills one disk and lets one installer fail
# (acceptance/disturbed.sh). Bootstrapped and imported are built anew; the installer runs, last, when the key of what it makes has
# changed. What could not be proven for want of the installer's media or of time, the last lines say, and why, and the others
# decide.
#
#   KILN_CI_DEADLINE    when this must have ended, in seconds since 1970; without it, there is no limit
#   INSTALLER_OPTIONS   options of `kiln plan` and `kiln build` for the installer's route alone: --set install.proxy=http://127.0.0.1:9
set -euo pipefail
cd "$(dirname "$0")/.."
export KILN=${KILN:-$PWD/.build/release/kiln}
parts=scripts/acceptance
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
read -ra installer_options <<< "${INSTALLER_OPTIONS:-}"

prove() { # name, version, web's name, option of `kiln build`…
  echo "== $1, and a web server derived from it"
  # One way is enough to see that builds test their images; acceptance/images.sh boots all of them.
  local untested=(--no-test)
  [ "$1" != debian-13-bootstrap ] || untested=()
  "$KILN" build "$1" "$3" --store "$work/store" "${@:4}" "${untested[@]}" -o "$work/$1"
  "$parts/images.sh" "$work/$1" "$1-$2" "$3-1.0.0"
  scripts/host-traces.sh "$work/$1"/*.qcow2
  scripts/canary-test.sh --store "$work/store" "${@:4}" "$1"
}
prove debian-13-bootstrap 13 web-bootstrap
"$parts/imported-recipes.sh" "$work/recipes" "$work/debian-13-bootstrap/debian-13-bootstrap-13.qcow2"
prove imported 13 web-imported --recipes "$work/recipes"
scripts/store-schemas.py "$work/store"

echo "== one kill, one full disk, one installer that fails"
"$parts/disturbed.sh" "$work/undiagnosed"

echo "== debian-13 by its own installer, and a web server derived from it"
"$parts/installed.sh" "$work/unproven" "${installer_options[@]}"
proven() { if [ -s "$1" ]; then echo NOT proven; else echo proven; fi; }
echo "== acceptance: bootstrapped, imported, disturbed: proven; installed: $(proven "$work/unproven"); diagnosed: $(proven "$work/undiagnosed")"
cat "$work/unproven" "$work/undiagnosed"
