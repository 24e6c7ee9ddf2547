#!/usr/bin/env bash
# Provokes failures in the real debian-installer, one at a time, and holds the cause in failure.json against what was done
# wrong. Each ends within minutes, for the cause comes early; under emulation all take about half an hour.
#
#   diagnose-test.sh [CASE…]        panic, answers, mirror, disk, package or hang; all when none is named
#
# KILN names the program (default: .build/release/kiln), KILN_STORE the store: media are taken from there.
set -euo pipefail
cd "$(dirname "$0")/.."
kiln=$(realpath "${KILN:-.build/release/kiln}")
schema=$PWD/schemas/failure.schema.json
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
recipes=$work/recipes
export KILN_LIBRARY=$PWD
"$kiln" export debian-13 "$recipes" 2> /dev/null

# Writes the recipe of a case: debian-13 with something changed.
recipe() {
  case $1 in
    panic) own broken-panic rdinit=/nonexistent ;;
    # Refused at once: nothing listens there.
    answers) own broken-answers preseed/url=http://10.0.2.2:9/preseed.cfg ;;
    *) printf 'name: broken-%s\nparent: debian-13\nversion: "1"\n%s\n' "$1" "$(change "$1")" > "$recipes/broken-$1.yaml" ;;
  esac
}

# A distribution of its own, with one more argument for the installer's kernel.
own() {
  sed -e "s/^name: .*/name: $1/" -e "s|\(kernel_arguments: \[.*\)\]|\1, \"$2\"]|" \
    "$recipes/distributions/debian-13.yaml" > "$recipes/distributions/$1.yaml"
}

change() {
  case $1 in
    mirror) echo 'install: {raw: ["d-i mirror/http/hostname string unreachable.example.org"]}' ;;
    # Neither this layout nor one of the installer's own fits. (Kiln refuses a typed one that does not.)
    disk) printf '%s\n' 'hardware: {disks: !replace [{name: system, size: 640MiB, role: system}]}' \
      'install:' '  storage: !replace {table: mbr, partitions: [{mount: /, filesystem: ext4, size: 512MiB, grow: true}]}' \
      '  raw: ["d-i partman-auto/expert_recipe string all :: 9000 9000 -1 ext4 $primary{ } method{ format } format{ } use_filesystem{ } filesystem{ ext4 } mountpoint{ / } ."]' ;;
    package) echo 'install: {packages: [no-such-package]}' ;;
    hang) echo 'install: {raw: ["d-i preseed/early_command string sleep 100000"]}' ;;
    *) echo "no case '$1'" >&2; exit 2 ;;
  esac
}

# The cause that is to be found.
due() {
  case $1 in
    panic) echo boot-failed ;;
    answers) echo answers-never-fetched ;;
    mirror) echo mirror-unreachable ;;
    disk) echo disk-too-small ;;
    package) echo package-not-found ;;
    hang) echo stuck ;;
  esac
}

failed=0
for case in "${@:-panic answers mirror disk package hang}"; do
  for name in $case; do
    recipe "$name"
    start=$SECONDS
    if "$kiln" build "broken-$name" --no-test --recipes "$recipes" -o "$work/out" 2> "$work/messages"; then
      echo "FAILED: $name: the build went well" >&2
      failed=1
      continue
    fi
    "$kiln" log "broken-$name" --format json | python3 -c '
import json, jsonschema, sys
record = json.load(sys.stdin).get("failure") or sys.exit("FAILED: the build was not begun")
jsonschema.validate(record, json.load(open(sys.argv[1])))
good = record["cause"] == sys.argv[2]
print("ok" if good else "FAILED, %s is due" % sys.argv[2], record["cause"], record.get("phase"), record["message"], sep=": ")
sys.exit(not good)' "$schema" "$(due "$name")" || { failed=1; cat "$work/messages" >&2; }
    echo "    $name: after $((SECONDS - start)) s"
  done
done
exit "$failed"
