#!/usr/bin/env bash
# Flips random bits in every kind of file of a store and of an output folder, ten at a time, and builds everything. None of the
# altered files may be used or stay in place, and the images must have the content of those that nobody disturbed.
#   bit-flip-test.sh [FLIPS [SEED]]
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=${KILN:-$PWD/.build/release/kiln}
flips=${1:-60}
seed=${2:-$RANDOM}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export KILN_LIBRARY=$PWD LIBGUESTFS_BACKEND=direct
accelerator=$("$kiln" doctor --store "$work/probe" --format json | grep -q '"tcg:' && echo tcg || echo kvm)
if [ "$accelerator" = tcg ]; then export LIBGUESTFS_BACKEND_SETTINGS=force_tcg; fi
store=$work/store out=$work/out recipes=$work/recipes
fail() { echo "FAILED: $*"; exit 1; }

scripts/stand-in-recipes.sh "$recipes" base
printf 'name: web\nparent: base\nversion: "1"\nfiles: [{source: page.html, to: /srv/page.html}]\n' > "$recipes/web.yaml"
echo page > "$recipes/page.html"
names=(base web)
build() { "$kiln" build "${names[@]}" --no-test --recipes "$recipes" --store "$store" -o "$out" --accelerator "$accelerator" --keep-going >> "$work/log" 2>&1; }
build || { cat "$work/log"; fail "the undisturbed build"; }

# A distribution made of the image, so that media are among what is damaged.
digest=$(sha256sum < "$out/base-1.qcow2" | cut -c1-64)
cat > "$recipes/taken.yaml" <<RECIPE
name: taken
version: "1"
os: {distribution: debian, release: "13", codename: trixie, arch: x86_64}
installer: {kind: image, media: {image: {url: "http://127.0.0.1:9/base.qcow2", sha256: $digest}}}
hardware: {disks: [{name: system, size: 256MiB, role: system}]}
install: {mirror: "http://mirror.example.org/debian"}
RECIPE
cp "$out/base-1.qcow2" "$work/medium"
import() { "$kiln" media import "$work/medium" taken --recipes "$recipes" --store "$store" > /dev/null; }
import
names+=(taken)
build || { cat "$work/log"; fail "the undisturbed build with a medium"; }

# Of every image, what its files are.
contents() { for name in "${names[@]}"; do echo "$name $(scripts/image-listing.sh "$out/$name-1.qcow2" | sha256sum)"; done; }
calm=$(contents)
# The layer that is made of the medium.
taken=$(/usr/bin/python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["kiln"]["chain"][0]["key"])' "$out/taken-1.json")
[ -d "$store/layers/$taken" ] || fail "the layer of the medium is not found: $taken"

# Prints the files that it has altered, each with its digest. Logs, locks and the names of media are read by nobody but people.
flip() { # COUNT SEED FOLDER…
  /usr/bin/python3 - "$@" <<'PYTHON'
import hashlib, os, random, sys
count, seed, folders = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
random.seed(seed)
kinds = {}
for folder in folders:
    for place, _, names in os.walk(folder):
        for name in sorted(names):
            path = os.path.join(place, name)
            if any(f"/{folder}/" in path for folder in ["logs", "damaged", "names"]) or ".damaged" in name: continue
            if not os.path.getsize(path): continue
            kinds.setdefault((os.path.basename(os.path.dirname(place)), name.split(".")[-1], "known" in place), []).append(path)
files = [random.choice(paths) for paths in kinds.values()]
random.shuffle(files)
for path in files[:count]:
    with open(path, "r+b") as file:
        place = random.randrange(os.path.getsize(path))
        file.seek(place)
        byte = file.read(1)[0] ^ 1 << random.randrange(8)
        file.seek(place)
        file.write(bytes([byte]))
        file.seek(0)
        print(hashlib.sha256(file.read()).hexdigest(), path)
PYTHON
}

done=0 round=0
while [ "$done" -lt "$flips" ]; do
  round=$((round + 1))
  # Layers and media are looked at where an image has to be made of them; builds and copies of images, where they are there.
  if [ $((round % 3)) = 0 ]; then
    folders=("$out" "$store/images")
  else
    # A medium is read where a layer is made of it.
    rm -rf "$out" "$store/images/builds" "$store/images/blobs" "$store/layers/$taken"
    folders=("$store/layers" "$store/media" "$store/history" "$store/known" "$store/refreshes")
  fi
  flip $((flips - done < 10 ? flips - done : 10)) $((seed + round)) "${folders[@]}" > "$work/flipped"
  # Each round is counted by itself, both of its builds.
  : > "$work/log"
  # What cannot be downloaded again is brought again, as its owner would.
  build || { import; build || { cat "$work/flipped" "$work/log"; fail "the build of round $round, seed $seed"; }; }
  while read -r altered path; do
    done=$((done + 1))
    case $path in */history/* | */known/* | */refreshes/*) continue ;; esac
    [ ! -f "$path" ] || [ "$(sha256sum < "$path" | cut -c1-64)" != "$altered" ] || { cat "$work/log"; fail "still in place after round $round, seed $seed: $path"; }
  done < "$work/flipped"
  (cd "$out" && sha256sum --quiet -c SHA256SUMS) || fail "an image is not what SHA256SUMS says, round $round, seed $seed"
  "$kiln" store verify --all --store "$store" > "$work/verify" || { cat "$work/verify"; fail "the store is not sound after round $round, seed $seed"; }
  echo "$done bits flipped, seed $seed: found $(grep -c 'is damaged\|set aside' "$work/log" || true) in the last round"
done
[ "$(contents)" = "$calm" ] || fail "not what the undisturbed build gave, seed $seed"
echo "$done bits flipped in every kind of file: each found before use, set aside and made anew; the images have the content of an undisturbed build"
