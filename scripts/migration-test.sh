#!/usr/bin/env bash
# Gives a store of an earlier version of Kiln to this one, and kills that at several moments of its first build: at its first folders,
# files and renames. The next build must end as one that nobody disturbed, and lose nothing: where keys are as they were, it takes in
# the images and builds nothing; else it builds each once more, beside the layers and images that were there.
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
layers() { (cd "$1/store" && find layers -type f -exec sha256sum {} + | sort -k 2); }
images() { (cd "$1/out" && sha256sum ./*.qcow2 | cut -d ' ' -f 1); }
kept() { (cd "$1" && find out store/images -type f -exec sha256sum {} + | cut -d ' ' -f 1 | sort -u); }
outcomes() { /usr/bin/python3 -c 'import json, sys; print(*[image["outcome"] for image in json.load(open(sys.argv[1]))["images"]])' "$1"; }
builds() { find "$1/store/images/builds" -name '*.json' | wc -l; }
layers "$work/old" > "$work/layers"
images "$work/old" | sort -u > "$work/images"

cp -a "$work/old" "$work/undisturbed"
build "$kiln" "$work/undisturbed" > "$work/report" 2> "$work/log" || { cat "$work/log"; fail "the first build of a store of the earlier version"; }
expected=$(outcomes "$work/report")
expected_builds=$(builds "$work/undisturbed")
check() { # place, what happened to it
  [ "$(outcomes "$work/report")" = "$expected" ] || fail "after $2: $(outcomes "$work/report"), undisturbed: $expected"
  [ -z "$(layers "$1" | comm -23 <(sort "$work/layers") <(sort -))" ] || fail "after $2 a layer is lost or other than before"
  [ -z "$(kept "$1" | comm -23 "$work/images" -)" ] || fail "after $2 an image of before is lost"
  [ "$(cat "$1/store/format")" = 2 ] || fail "after $2 the store is not of format 2"
  [ "$(builds "$1")" = "$expected_builds" ] || fail "after $2 there are $(builds "$1") builds, undisturbed: $expected_builds"
  "$kiln" store verify --store "$1/store" > /dev/null || fail "after $2 the store is damaged"
  [ -z "$(find "$1" -name '.kiln-*')" ] || fail "after $2 drafts are left: $(find "$1" -name '.kiln-*')"
}
check "$work/undisturbed" "nothing"
echo "undisturbed: $expected; $expected_builds builds of images are there, and all layers and images of before"

for moment in mkdir:1 mkdir:5 rename:1 rename:3 rename:6; do
  cp -a "$work/old" "$work/now"
  call=${moment%:*}
  # In a shell of its own, which says "Killed" to nobody.
  if (strace -f -qq -o /dev/null -e "inject=$call,${call}at:signal=KILL:when=${moment#*:}" \
    "$kiln" build base web --recipes "$work/recipes" --store "$work/now/store" -o "$work/now/out" --accelerator "$accelerator"; exit $?) \
    > "$work/log" 2>&1; then fail "not killed at $moment"; fi
  build "$kiln" "$work/now" > "$work/report" 2> "$work/log" || { cat "$work/log"; fail "the build after $moment"; }
  check "$work/now" "$moment"
  rm -rf "$work/now"
  echo "killed at $moment: the next build ends as the undisturbed one, and nothing is lost"
done
