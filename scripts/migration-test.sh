#!/usr/bin/env bash
# Gives a store of an earlier version of Kiln to this one, and kills that at several moments of its first build: at its first folders,
# files and renames. The next build must take in what was there, build nothing and lose nothing.
#   migration-test.sh EARLIER_KILN
# The earlier version runs with its own checkout as its library: KILN_EARLIER_LIBRARY, else this one. Wants strace(1).
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=${KILN:-$PWD/.build/release/kiln}
earlier=${1:?usage: migration-test.sh EARLIER_KILN}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export KILN_LIBRARY=$PWD LIBGUESTFS_BACKEND=direct
accelerator=$("$kiln" doctor --store "$work/probe" --format json | grep -q '"tcg:' && echo tcg || echo kvm)
if [ "$accelerator" = tcg ]; then export LIBGUESTFS_BACKEND_SETTINGS=force_tcg; fi
fail() { echo "FAILED: $*"; exit 1; }
scripts/stand-in-recipes.sh "$work/recipes" base
printf 'name: web\nparent: base\nversion: "1"\nfiles: [{source: page.html, to: /srv/page.html}]\n' > "$work/recipes/web.yaml"
echo page > "$work/recipes/page.html"
build() { # kiln, place, option…
  "$1" build base web --recipes "$work/recipes" --store "$2/store" -o "$2/out" --accelerator "$accelerator" --format json "${@:3}"
}
KILN_LIBRARY=${KILN_EARLIER_LIBRARY:-$PWD} build "$earlier" "$work/old" > /dev/null 2> "$work/log" || { cat "$work/log"; fail "the earlier version's build"; }
[ ! -e "$work/old/store/format" ] || fail "the earlier version has written a format: it is no earlier one"
digests() { (cd "$1/out" && sha256sum ./*.qcow2 ./*.json); (cd "$1/store" && find layers -type f -exec sha256sum {} + | sort); }
digests "$work/old" > "$work/expected"

for moment in mkdir:1 mkdir:5 rename:1 rename:3 rename:6; do
  cp -a "$work/old" "$work/now"
  call=${moment%:*}
  # In a shell of its own, which says "Killed" to nobody.
  if (strace -f -qq -o /dev/null -e "inject=$call,${call}at:signal=KILL:when=${moment#*:}" \
    "$kiln" build base web --recipes "$work/recipes" --store "$work/now/store" -o "$work/now/out" --accelerator "$accelerator"; exit $?) \
    > "$work/log" 2>&1; then fail "not killed at $moment"; fi
  build "$kiln" "$work/now" > "$work/report" 2> "$work/log" || { cat "$work/log"; fail "the build after $moment"; }
  /usr/bin/python3 -c '
import json, sys
report = json.load(open(sys.argv[1]))
outcomes = [image["outcome"] for image in report["images"]]
assert outcomes == ["reused", "reused"], outcomes' "$work/report" || fail "after $moment something was built"
  digests "$work/now" | diff "$work/expected" - || fail "after $moment something is lost or other than before"
  [ "$(cat "$work/now/store/format")" = 2 ] || fail "after $moment the store is not of format 2"
  [ "$(find "$work/now/store/images/builds" -name '*.json' | wc -l)" = 2 ] || fail "after $moment there are not two builds"
  "$kiln" store verify --store "$work/now/store" > /dev/null || fail "after $moment the store is damaged"
  [ -z "$(find "$work/now" -name '.kiln-*')" ] || fail "after $moment drafts are left: $(find "$work/now" -name '.kiln-*')"
  rm -rf "$work/now"
  echo "killed at $moment: the next build took in both images and built nothing"
done
